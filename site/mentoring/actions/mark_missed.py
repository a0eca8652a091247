"""A planned session did not take place."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringSession
from mentoring.transitions import SESSION, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def mark_missed(
    *, session: MentoringSession, by: User, at: datetime.datetime, reason: str = ""
) -> MentoringSession:
    """Mark as not held once its time has come. Raises PermissionDenied, NotPossibleNow."""
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_change_session(by, session)
    target = check_transition(SESSION, session.status, "mark_missed")
    if session.scheduled_date > at:
        raise NotPossibleNow(
            _("This session is still to come. Cancel it or move it to another day instead.")
        )
    session.status = target
    session.status_reason = reason
    session.save(update_fields=["status", "status_reason", "updated_at"])
    audit.record(session, "mark_missed", by=by, at=at)
    signals.session_missed.send(MentoringSession, session=session, by=by, at=at)
    return session
