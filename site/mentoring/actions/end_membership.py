"""Somebody leaves a group."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.choices import MembershipPart, SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import Membership, MentoringGroup, SessionParticipant

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def end_membership(*, membership: Membership, by: User, at: datetime.datetime) -> Membership:
    """End it at once: access ends at the next request. Whoever leads last stays.

    The person leaves what is planned; what they wrote and where they were stays. Raises
    PermissionDenied and NotPossibleNow.
    """
    group = MentoringGroup.objects.select_for_update().get(pk=membership.group_id)
    membership.refresh_from_db(from_queryset=Membership.objects.select_for_update())
    rules.check_manage_group(by, group)
    if membership.ended_at is not None:
        return membership
    others = group.memberships.filter(
        part=MembershipPart.FACILITATOR, ended_at__isnull=True, end_date__isnull=True
    ).exclude(pk=membership.pk)
    if membership.part == MembershipPart.FACILITATOR and not others.exists():
        raise NotPossibleNow(
            _("Nobody else leads this group. Add another facilitator first, or close the group.")
        )
    close_membership(membership, at)
    SessionParticipant.objects.filter(
        session__group=group,
        session__status=SessionStatus.SCHEDULED,
        session__scheduled_date__gte=at,
        person=membership.person_id,
    ).delete()
    audit.record(group, "end_membership", by=by, at=at, person=membership.person_id)
    signals.membership_ended.send(Membership, membership=membership, by=by, at=at)
    return membership


def close_membership(membership: Membership, at: datetime.datetime) -> None:
    """Set the last day: today, or the agreed one where that is past."""
    today = timezone.localtime(at).date()
    last = min(today, membership.end_date) if membership.end_date else today
    membership.end_date = max(last, membership.start_date)
    membership.ended_at = at
    membership.save(update_fields=["end_date", "ended_at"])
