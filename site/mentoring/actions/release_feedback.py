"""The mentor lets the mentee read the feedback."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.agreed_steps import carry_over
from mentoring.errors import NotPossibleNow, StaleEdit
from mentoring.models import ActionItem, Feedback, MentoringSession
from mentoring.queries import feedback_gate, steps_to_carry
from mentoring.transitions import FEEDBACK, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def release_feedback(
    *,
    session: MentoringSession,
    by: User,
    at: datetime.datetime,
    base_revision: int | None = None,
) -> Feedback:
    """Release the draft with its strengths and focus; it never changes afterwards.

    Steps still open from earlier sessions of the pair are carried over to this one. Sessions
    without feedback carry nothing, since next steps are seen with feedback. Raises
    PermissionDenied, NotPossibleNow, StaleEdit, and ValidationError for what is still missing.
    """
    # Read anew: what a list knew of the session before the lock may be old.
    session = MentoringSession.objects.select_for_update().get(pk=session.pk)
    rules.check_write_feedback(by, session)
    gate = feedback_gate(session)
    if not gate.is_open:
        raise NotPossibleNow(gate.message)
    feedback = Feedback.objects.filter(session=session).first()
    missing = {}
    if feedback is None or not feedback.strengths:
        missing["strengths"] = _("Write what went well before you release the feedback.")
    if feedback is None or not feedback.focus:
        missing["focus"] = _("Write the one thing to work on before you release the feedback.")
    if feedback is None or missing:
        raise ValidationError(missing)
    if base_revision is not None and base_revision != feedback.revision:
        raise StaleEdit(feedback)
    feedback.status = check_transition(FEEDBACK, feedback.status, "release_feedback")
    feedback.released_at = at
    feedback.save()
    audit.record(session, "release_feedback", by=by, at=at)
    _carry_over(session, by, at)
    signals.feedback_released.send(Feedback, feedback=feedback, by=by, at=at)
    return feedback


def _carry_over(session: MentoringSession, by: User, at: datetime.datetime) -> None:
    carried = carry_over(steps_to_carry(session), session)
    if carried:
        signals.action_items_carried_over.send(
            ActionItem, session=session, items=carried, by=by, at=at
        )
