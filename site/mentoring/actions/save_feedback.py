"""The mentor writes feedback: strengths, one focus, next steps. Nobody else sees the draft."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mentoring import audit, rules, signals
from mentoring.agreed_steps import NextStep, are_stored, checked_steps, replace_steps
from mentoring.choices import FeedbackStatus
from mentoring.errors import NotPossibleNow, StaleEdit
from mentoring.models import Feedback, MentoringSession
from mentoring.queries import feedback_gate
from mentoring.texts import cleaned
from mentoring.transitions import FEEDBACK, START, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def save_feedback(
    *,
    session: MentoringSession,
    strengths: str,
    focus: str,
    next_steps: list[NextStep],
    by: User,
    at: datetime.datetime,
    base_revision: int | None = None,
) -> Feedback:
    """Store the draft and its next steps; unfinished drafts are welcome.

    `base_revision` is the `revision` that the writer saw, 0 where there was none yet: where
    another was saved in between, nothing is stored and StaleEdit carries it. Without it there is
    no such check. Raises PermissionDenied, NotPossibleNow (the gate is closed), ValidationError.
    """
    # Read anew: what a list knew of the session before the lock may be old.
    session = MentoringSession.objects.select_for_update().get(pk=session.pk)
    rules.check_write_feedback(by, session)
    gate = feedback_gate(session)
    if not gate.is_open:
        raise NotPossibleNow(gate.message)
    strengths, focus = cleaned(strengths, "strengths"), cleaned(focus, "focus")
    steps = checked_steps(next_steps, session)
    feedback = Feedback.objects.filter(session=session).first()
    if feedback is None:
        check_transition(FEEDBACK, START, "save_feedback")
        feedback = Feedback(session=session, revision=0)
    elif _same(feedback, strengths, focus, steps):
        return feedback
    else:
        check_transition(FEEDBACK, feedback.status, "save_feedback")
        if base_revision is not None and base_revision != feedback.revision:
            raise StaleEdit(feedback)
    feedback.strengths, feedback.focus = strengths, focus
    feedback.status = FeedbackStatus.DRAFT
    feedback.revision += 1
    feedback.save()
    replace_steps(session, steps)
    audit.record(session, "save_feedback", by=by, at=at, revision=feedback.revision)
    signals.feedback_saved.send(Feedback, feedback=feedback, by=by, at=at)
    return feedback


def _same(feedback: Feedback, strengths: str, focus: str, steps: list[NextStep]) -> bool:
    return (feedback.strengths, feedback.focus) == (strengths, focus) and are_stored(
        feedback.session, steps
    )
