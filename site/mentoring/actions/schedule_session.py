"""A session is planned."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.models import Form
from mentoring import audit, rules, signals
from mentoring.choices import RelationshipStatus, SessionType
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringRelationship, MentoringSession

if TYPE_CHECKING:
    from people.models import User

MOST_MINUTES = 24 * 60


@transaction.atomic
def schedule_session(
    *,
    relationship: MentoringRelationship,
    session_type: str,
    scheduled_date: datetime.datetime,
    by: User,
    at: datetime.datetime,
    form: Form | None = None,
    duration: int | None = None,
    location: str = "",
    pre_session_notes: str = "",
) -> MentoringSession:
    """Plan a session inside the dates of an active relationship; `duration` in minutes.

    An observation needs a published form. A day in the past is allowed, for a visit that is
    entered afterwards. Raises PermissionDenied, NotPossibleNow and ValidationError by field.
    """
    relationship.refresh_from_db(from_queryset=MentoringRelationship.objects.select_for_update())
    rules.check_schedule(by, relationship)
    if relationship.status != RelationshipStatus.ACTIVE:
        raise NotPossibleNow(
            _("Sessions are planned while the mentoring is active. Its state is “%(state)s”.")
            % {"state": relationship.get_status_display()}
        )
    check_scheduled_date(relationship, scheduled_date)
    _check_form(session_type, form)
    if duration is not None and not 1 <= duration <= MOST_MINUTES:
        raise ValidationError({"duration": _("Enter minutes from 1 to 1440.")})
    session = MentoringSession.objects.create(
        relationship=relationship,
        place=relationship.place,
        session_type=session_type,
        form=form,
        scheduled_date=scheduled_date,
        duration=duration,
        location=location,
        pre_session_notes=pre_session_notes,
    )
    audit.record(session, "schedule_session", by=by, at=at, scheduled_date=scheduled_date)
    signals.session_scheduled.send(MentoringSession, session=session, by=by, at=at)
    return session


def check_scheduled_date(
    relationship: MentoringRelationship, scheduled_date: datetime.datetime
) -> None:
    """Raises ValidationError where the day is outside the relationship."""
    day = timezone.localtime(scheduled_date).date()
    if day < relationship.start_date:
        raise ValidationError(
            {"scheduled_date": _("This day is before the mentoring begins. Choose a later day.")}
        )
    if relationship.end_date is not None and day > relationship.end_date:
        raise ValidationError(
            {"scheduled_date": _("This day is after the mentoring ends. Choose an earlier day.")}
        )


def _check_form(session_type: str, form: Form | None) -> None:
    if session_type not in SessionType.values:
        raise ValidationError({"session_type": _("Choose a kind of session from the list.")})
    if form is None:
        if session_type == SessionType.CLASSROOM_OBSERVATION:
            raise ValidationError({"form": _("Choose the form for this observation.")})
        return
    if not form.versions.current().exists():
        raise ValidationError(
            {"form": _("This form is not published yet. Publish it or choose another one.")}
        )
