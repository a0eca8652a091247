"""The mentee has read the feedback and answers."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.errors import NotPossibleNow
from mentoring.models import Feedback, MentoringSession
from mentoring.texts import cleaned
from mentoring.transitions import FEEDBACK, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def acknowledge_feedback(
    *, session: MentoringSession, by: User, at: datetime.datetime, reply: str = ""
) -> Feedback:
    """Note that the feedback was read, with an answer if there is one.

    A draft is told of as feedback that is not there yet. Raises PermissionDenied, NotPossibleNow,
    ValidationError.
    """
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_acknowledge(by, session)
    reply = cleaned(reply, "reply")
    feedback = Feedback.objects.visible_to(by).filter(session=session).first()
    if feedback is None:
        raise NotPossibleNow(_("There is no feedback to read yet. We tell you when there is."))
    feedback.status = check_transition(FEEDBACK, feedback.status, "acknowledge_feedback")
    feedback.acknowledged_at = at
    feedback.mentee_reply = reply
    feedback.save()
    audit.record(session, "acknowledge_feedback", by=by, at=at)
    signals.feedback_acknowledged.send(Feedback, feedback=feedback, by=by, at=at)
    return feedback
