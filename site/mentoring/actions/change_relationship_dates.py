"""The period of a relationship changes, and with it the mentor's access."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.choices import OPEN_STATUSES
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringRelationship

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def change_relationship_dates(
    *,
    relationship: MentoringRelationship,
    start_date: datetime.date,
    end_date: datetime.date | None,
    by: User,
    at: datetime.datetime,
) -> MentoringRelationship:
    """Set both dates of an open relationship; the end date is the last day of access.

    Raises PermissionDenied, NotPossibleNow where it is closed, and ValidationError by field.
    """
    relationship.refresh_from_db(from_queryset=MentoringRelationship.objects.select_for_update())
    rules.check_manage_relationship(by, relationship)
    if relationship.status not in OPEN_STATUSES:
        raise NotPossibleNow(
            _("This mentoring has ended, so its dates stay as they are. Start a new one instead.")
        )
    before = (relationship.start_date, relationship.end_date)
    if before == (start_date, end_date):
        return relationship
    if end_date is not None and end_date < start_date:
        raise ValidationError(
            {"end_date": _("The end date is before the start date. Choose a later day.")}
        )
    first = relationship.sessions.order_by("scheduled_date").exclude(actual_date=None).first()
    if first is not None and timezone.localtime(first.actual_date).date() < start_date:
        raise ValidationError(
            {"start_date": _("A session was already held before this day. Choose an earlier day.")}
        )
    relationship.start_date, relationship.end_date = start_date, end_date
    relationship.save(update_fields=["start_date", "end_date", "updated_at"])
    audit.record(
        relationship,
        "change_relationship_dates",
        by=by,
        at=at,
        before=[str(day) if day else None for day in before],
        after=[str(start_date), str(end_date) if end_date else None],
    )
    signals.relationship_dates_changed.send(
        MentoringRelationship, relationship=relationship, by=by, at=at
    )
    return relationship
