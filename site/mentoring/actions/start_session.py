"""The mentor begins a session."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mentoring import audit, rules, signals
from mentoring.models import MentoringSession
from mentoring.transitions import SESSION, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def start_session(
    *, session: MentoringSession, by: User, at: datetime.datetime
) -> MentoringSession:
    """Mark the session as under way, held from `at`. Raises PermissionDenied, NotPossibleNow."""
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_hold_session(by, session)
    session.status = check_transition(SESSION, session.status, "start_session")
    session.actual_date = at
    session.save(update_fields=["status", "actual_date", "updated_at"])
    audit.record(session, "start_session", by=by, at=at)
    signals.session_started.send(MentoringSession, session=session, by=by, at=at)
    return session
