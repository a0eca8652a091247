"""A planned session is called off."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from khmer.clean import clean
from mentoring import audit, rules, signals
from mentoring.choices import SessionStatus
from mentoring.models import MentoringGroup, MentoringRelationship, MentoringSession
from mentoring.transitions import SESSION, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def cancel_session(
    *, session: MentoringSession, reason: str, by: User, at: datetime.datetime
) -> MentoringSession:
    """Cancel with a reason. Raises PermissionDenied, NotPossibleNow, ValidationError."""
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_change_session(by, session)
    check_transition(SESSION, session.status, "cancel_session")
    reason = clean(reason).strip()
    if not reason:
        raise ValidationError({"reason": _("Write the reason for cancelling in a few words.")})
    _cancel(session, reason, by, at)
    return session


def cancel_sessions_after_end(
    *,
    ended: MentoringRelationship | MentoringGroup,
    last_day: datetime.date,
    by: User,
    at: datetime.datetime,
) -> int:
    """Cancel what is planned after the last day of what was closed; returns how many.

    Part of closing it, in its transaction. A session of the last day or before stays: its record
    may still be on a phone without a network.
    """
    last_moment = timezone.make_aware(datetime.datetime.combine(last_day, datetime.time.max))
    planned = ended.sessions.select_for_update().filter(
        status=SessionStatus.SCHEDULED, scheduled_date__gt=last_moment
    )
    if isinstance(ended, MentoringGroup):
        reason = _("The group has been closed.")
    else:
        reason = _("The mentoring has ended.")
    sessions = list(planned)
    for session in sessions:
        _cancel(session, reason, by, at)
    return len(sessions)


def _cancel(session: MentoringSession, reason: str, by: User, at: datetime.datetime) -> None:
    session.status = check_transition(SESSION, session.status, "cancel_session")
    session.status_reason = reason
    session.save(update_fields=["status", "status_reason", "updated_at"])
    audit.record(session, "cancel_session", by=by, at=at)
    signals.session_cancelled.send(MentoringSession, session=session, by=by, at=at)
