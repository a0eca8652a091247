"""Giving a person a role at a place, for a time."""

from __future__ import annotations

import datetime

from django.db import transaction
from wagtail.log_actions import log

from people.actions.sync_groups import sync_groups
from people.models import Place, RoleAssignment, User
from people.rules import check_assign_role, check_manage_person
from people.signals import role_assigned


@transaction.atomic
def assign_role(
    *,
    user: User,
    role: str,
    place: Place | None,
    start_date: datetime.date,
    end_date: datetime.date | None = None,
    by: User,
    at: datetime.datetime,
) -> RoleAssignment:
    """Give `user` the role from `start_date` to the last day `end_date`.

    Raises PermissionDenied where `by` may not give this role, there, to this person, and
    ValidationError where the role does not fit the place or the dates.
    """
    check_manage_person(by, user)
    return record_role(
        user=user, role=role, place=place, start_date=start_date, end_date=end_date, by=by, at=at
    )


def record_role(
    *,
    user: User,
    role: str,
    place: Place | None,
    start_date: datetime.date,
    end_date: datetime.date | None,
    by: User,
    at: datetime.datetime,
) -> RoleAssignment:
    """The same for a person just created, who belongs to no place yet. For actions alone."""
    check_assign_role(by, role, place)
    assignment = RoleAssignment(
        user=user, role=role, place=place, start_date=start_date, end_date=end_date
    )
    assignment.full_clean()
    assignment.save()
    user.forget_roles()
    sync_groups(user=user)
    log(user, "people.assign_role", user=by, timestamp=at, data=_told(assignment))
    role_assigned.send(RoleAssignment, assignment=assignment, by=by, at=at)
    return assignment


def _told(assignment: RoleAssignment) -> dict:
    return {
        "role": assignment.role,
        "place": assignment.place and assignment.place.code,
        "start_date": assignment.start_date,
        "end_date": assignment.end_date,
    }
