"""The mentor writes feedback: strengths, one focus, next steps. Nobody else sees the draft."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from khmer.digits import written
from mentoring import audit, rules, signals
from mentoring.choices import ActionStatus, FeedbackStatus
from mentoring.errors import NotPossibleNow, StaleEdit
from mentoring.models import ActionItem, Feedback, MentoringSession
from mentoring.queries import feedback_gate
from mentoring.texts import cleaned
from mentoring.transitions import FEEDBACK, START, check_transition

if TYPE_CHECKING:
    from people.models import User

MOST_STEPS = 10


class NextStep(TypedDict):
    """`who` is the mentor or the mentee of the session; rows without `what` are left out."""

    what: str
    who: User
    due_date: datetime.date | None


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
    steps = _checked(next_steps, session)
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
    _own_steps(session).delete()
    ActionItem.objects.bulk_create(ActionItem(session=session, **step) for step in steps)
    audit.record(session, "save_feedback", by=by, at=at, revision=feedback.revision)
    signals.feedback_saved.send(Feedback, feedback=feedback, by=by, at=at)
    return feedback


def _own_steps(session: MentoringSession):
    """The steps written with this draft; those carried over from earlier are not among them."""
    return ActionItem.objects.filter(
        session=session, carried_from__isnull=True, status=ActionStatus.OPEN
    )


def _same(feedback: Feedback, strengths: str, focus: str, steps: list[NextStep]) -> bool:
    stored = [
        {"what": item.what, "who": item.who_id, "due_date": item.due_date}
        for item in _own_steps(feedback.session).order_by("pk")
    ]
    asked = [{**step, "who": step["who"].pk} for step in steps]
    return (feedback.strengths, feedback.focus, stored) == (strengths, focus, asked)


def _checked(next_steps: list[NextStep], session: MentoringSession) -> list[NextStep]:
    relationship = session.relationship
    partners = {relationship.mentor_id, relationship.mentee_id}
    steps: list[NextStep] = []
    for number, step in enumerate(next_steps, start=1):
        what = cleaned(step.get("what") or "", "next_steps")
        if not what:
            continue
        who = step.get("who")
        if who is None or who.pk not in partners:
            raise ValidationError(
                {
                    "next_steps": _("Next step %(number)s: choose the mentor or the teacher.")
                    % {"number": written(number)}
                }
            )
        steps.append({"what": what, "who": who, "due_date": step.get("due_date")})
    if len(steps) > MOST_STEPS:
        raise ValidationError(
            {
                "next_steps": _("Agree on at most %(most)s next steps.")
                % {"most": written(MOST_STEPS)}
            }
        )
    return steps
