"""Ending a role: at once, or on a day to come."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.actions.sync_groups import sync_groups
from people.models import RoleAssignment, User
from people.rules import check_end_role
from people.signals import role_ended


@transaction.atomic
def end_role(
    *,
    assignment: RoleAssignment,
    by: User,
    at: datetime.datetime,
    last_day: datetime.date | None = None,
) -> RoleAssignment:
    """End the role after `last_day`, or at once where none is given or it is past.

    The row stays. Raises PermissionDenied where `by` could not have given this role, and
    ValidationError where it has ended already.
    """
    check_end_role(by, assignment)
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    today = timezone.localtime(at).date()
    if assignment.ended_at or (assignment.end_date and assignment.end_date < today):
        raise ValidationError(_("This role has already ended. Nothing is left to do."))
    if last_day is None or last_day < today:
        assignment.ended_at = at
        last_day = today
    assignment.end_date = max(last_day, assignment.start_date)
    assignment.full_clean()
    assignment.save()
    user = assignment.user
    user.forget_roles()
    sync_groups(user=user)
    log(
        user,
        "people.end_role",
        user=by,
        timestamp=at,
        data={"role": assignment.role, "end_date": assignment.end_date},
    )
    role_ended.send(RoleAssignment, assignment=assignment, by=by, at=at)
    return assignment
