"""The mentor closes a session that was held."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.models import MentoringSession
from mentoring.transitions import SESSION, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def complete_session(
    *,
    session: MentoringSession,
    by: User,
    at: datetime.datetime,
    duration: int | None = None,
    session_notes: str = "",
    post_session_notes: str = "",
) -> MentoringSession:
    """Mark as held. `duration` in minutes; empty notes leave what is stored.

    A pair was there together; who of a group was is noted by `record_attendance`.

    Raises PermissionDenied, NotPossibleNow, ValidationError.
    """
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_hold_session(by, session)
    session.status = check_transition(SESSION, session.status, "complete_session")
    session.actual_date = session.actual_date or at
    if duration is not None and not 1 <= duration <= 1440:
        raise ValidationError({"duration": _("Enter minutes from 1 to 1440.")})
    session.duration = duration or session.duration
    session.session_notes = session_notes or session.session_notes
    session.post_session_notes = post_session_notes or session.post_session_notes
    session.save()
    if session.relationship is not None:
        session.participants.update(attended=True)
    audit.record(session, "complete_session", by=by, at=at)
    signals.session_completed.send(MentoringSession, session=session, by=by, at=at)
    return session
