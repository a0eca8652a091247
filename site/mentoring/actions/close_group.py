"""A group has met for the last time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from mentoring import audit, rules, signals
from mentoring.actions.cancel_session import cancel_sessions_after_end
from mentoring.actions.end_membership import close_membership
from mentoring.actions.schedule_session import check_open
from mentoring.models import MentoringGroup

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def close_group(*, group: MentoringGroup, by: User, at: datetime.datetime) -> MentoringGroup:
    """Close it today with all memberships; sessions planned later are cancelled.

    Nothing is deleted. Raises PermissionDenied and NotPossibleNow.
    """
    group.refresh_from_db(from_queryset=MentoringGroup.objects.select_for_update())
    rules.check_manage_group(by, group)
    check_open(group)
    cancel_sessions_after_end(ended=group, last_day=timezone.localtime(at).date(), by=by, at=at)
    for membership in group.memberships.filter(ended_at__isnull=True):
        close_membership(membership, at)
    group.closed_at = at
    group.save(update_fields=["closed_at", "updated_at"])
    audit.record(group, "close_group", by=by, at=at)
    signals.group_closed.send(MentoringGroup, group=group, by=by, at=at)
    return group
