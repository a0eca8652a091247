"""Who of a group was there."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.choices import SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringSession

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def record_attendance(
    *,
    session: MentoringSession,
    present: Collection[int],
    by: User,
    at: datetime.datetime,
) -> MentoringSession:
    """Note who was there, by the ids of the people; all others were not. It may be corrected.

    Raises PermissionDenied, NotPossibleNow (not begun) and ValidationError (somebody who does
    not take part).
    """
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_hold_session(by, session)
    if session.status not in (SessionStatus.IN_PROGRESS, SessionStatus.COMPLETED):
        raise NotPossibleNow(_("Attendance is noted once the session has begun."))
    people = {row.person_id for row in session.roster}
    if not set(present) <= people:
        raise ValidationError(
            {"present": _("Somebody here does not take part. Load the page again and choose anew.")}
        )
    session.participants.filter(person__in=present).update(attended=True)
    session.participants.exclude(person__in=present).update(attended=False)
    audit.record(session, "record_attendance", by=by, at=at)
    signals.attendance_recorded.send(MentoringSession, session=session, by=by, at=at)
    return session
