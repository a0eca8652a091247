"""A session moves to another day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.actions.schedule_session import check_active, check_open, check_scheduled_date
from mentoring.models import MentoringSession, SessionParticipant
from mentoring.transitions import SESSION, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def reschedule_session(
    *,
    session: MentoringSession,
    scheduled_date: datetime.datetime,
    by: User,
    at: datetime.datetime,
    reason: str = "",
) -> MentoringSession:
    """Keep the old session as RESCHEDULED; return the new one, planned like it for the same people.

    Raises PermissionDenied, NotPossibleNow and ValidationError.
    """
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_change_session(by, session)
    target = check_transition(SESSION, session.status, "reschedule_session")
    if session.relationship is not None:
        check_active(session.relationship)
        check_scheduled_date(session.relationship, scheduled_date)
    elif session.group is not None:
        check_open(session.group)
    if scheduled_date == session.scheduled_date:
        raise ValidationError(
            {"scheduled_date": _("It is planned for this day and time already. Choose another.")}
        )
    session.status = target
    session.status_reason = reason
    session.save(update_fields=["status", "status_reason", "updated_at"])
    moved = MentoringSession.objects.create(
        relationship=session.relationship,
        group=session.group,
        place=session.place,
        session_type=session.session_type,
        form=session.form,
        scheduled_date=scheduled_date,
        duration=session.duration,
        location=session.location,
        pre_session_notes=session.pre_session_notes,
        rescheduled_from=session,
    )
    SessionParticipant.objects.bulk_create(
        SessionParticipant(session=moved, person_id=row.person_id, part=row.part)
        for row in session.roster
    )
    audit.record(session, "reschedule_session", by=by, at=at, to=str(moved.pk))
    audit.record(moved, "schedule_session", by=by, at=at, scheduled_date=scheduled_date)
    signals.session_rescheduled.send(
        MentoringSession, session=moved, previous=session, by=by, at=at
    )
    return moved
