"""Somebody joins a group."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.actions.schedule_session import PARTS, check_open
from mentoring.choices import GroupKind, MembershipPart, SessionStatus
from mentoring.models import Membership, MentoringGroup, SessionParticipant

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def add_member(
    *,
    group: MentoringGroup,
    person: User,
    part: str,
    by: User,
    at: datetime.datetime,
    start_date: datetime.date,
    end_date: datetime.date | None = None,
) -> Membership:
    """Take `person` in from `start_date` to `end_date`, the last day; also into what is planned.

    Raises PermissionDenied, NotPossibleNow (closed) and ValidationError by field.
    """
    group.refresh_from_db(from_queryset=MentoringGroup.objects.select_for_update())
    rules.check_manage_group(by, group)
    check_open(group)
    if part not in MembershipPart.values:
        raise ValidationError({"part": _("Choose a part from the list.")})
    _check_person(group, person, part, by)
    if end_date is not None and end_date < start_date:
        raise ValidationError(
            {"end_date": _("The end date is before the start date. Choose a later day.")}
        )
    earlier = group.memberships.filter(person=person, ended_at__isnull=True).first()
    if earlier is not None:
        if earlier.end_date is None or earlier.end_date >= timezone.localtime(at).date():
            raise ValidationError(
                {
                    "person": _("%(name)s belongs to this group already.")
                    % {"name": person.respectful_name}
                }
            )
        earlier.ended_at = at
        earlier.save(update_fields=["ended_at"])
    membership = Membership.objects.create(
        group=group, person=person, part=part, start_date=start_date, end_date=end_date
    )
    _join_planned_sessions(membership, at)
    audit.record(group, "add_member", by=by, at=at, person=person.pk, part=part)
    signals.member_joined.send(Membership, membership=membership, by=by, at=at)
    return membership


def _check_person(group: MentoringGroup, person: User, part: str, by: User) -> None:
    if not rules.belongs_to_coordinator(by, person):
        raise ValidationError(
            {
                "person": _("%(name)s does not work in your places. Choose somebody who does.")
                % {"name": person.respectful_name}
            }
        )
    if rules.can_join(person, group.kind, part):
        return
    if group.kind == GroupKind.TRAINING:
        words = (
            _("%(name)s does not hold the role of master mentor today. Choose another person.")
            if part == MembershipPart.FACILITATOR
            else _("%(name)s does not hold the role of mentor today. Choose another person.")
        )
    elif part == MembershipPart.FACILITATOR:
        words = _("%(name)s does not hold the role of mentor today. Choose another person.")
    else:
        words = _("%(name)s is neither mentee nor mentor today. Give the role first.")
    raise ValidationError({"person": words % {"name": person.respectful_name}})


def _join_planned_sessions(membership: Membership, at: datetime.datetime) -> None:
    planned = membership.group.sessions.filter(
        status=SessionStatus.SCHEDULED, scheduled_date__gte=at
    ).exclude(participants__person=membership.person_id)
    SessionParticipant.objects.bulk_create(
        SessionParticipant(
            session=session,
            person_id=membership.person_id,
            part=PARTS[MembershipPart(membership.part)],
        )
        for session in planned
        if membership.start_date <= timezone.localtime(session.scheduled_date).date()
        and (
            membership.end_date is None
            or timezone.localtime(session.scheduled_date).date() <= membership.end_date
        )
    )
