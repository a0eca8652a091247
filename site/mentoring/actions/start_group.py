"""A circle or a training of mentors begins."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.actions.add_member import add_member
from mentoring.choices import GroupKind, MembershipPart
from mentoring.models import MentoringGroup
from mentoring.texts import cleaned

if TYPE_CHECKING:
    from people.models import Place, User

MAX_CHARACTERS = 255


@transaction.atomic
def start_group(
    *,
    name: str,
    kind: str,
    place: Place,
    facilitators: Sequence[User],
    members: Sequence[User],
    by: User,
    at: datetime.datetime,
    start_date: datetime.date,
) -> MentoringGroup:
    """Make the group with its first people, from `start_date` on.

    Raises PermissionDenied, and ValidationError with the field that the person has to change.
    """
    rules.check_start_group(by, place)
    if kind not in GroupKind.values:
        raise ValidationError({"kind": _("Choose a kind of group from the list.")})
    name = cleaned(name, "name")
    if not name or len(name) > MAX_CHARACTERS:
        raise ValidationError({"name": _("Give the group a short name.")})
    if not facilitators:
        raise ValidationError(
            {"facilitators": _("Choose at least one person who leads the group.")}
        )
    group = MentoringGroup.objects.create(name=name, kind=kind, place=place)
    audit.record(group, "start_group", by=by, at=at)
    signals.group_started.send(MentoringGroup, group=group, by=by, at=at)
    parts = [(person, MembershipPart.FACILITATOR) for person in facilitators]
    parts += [(person, MembershipPart.MEMBER) for person in members]
    for person, part in parts:
        try:
            add_member(group=group, person=person, part=part, start_date=start_date, by=by, at=at)
        except ValidationError as error:
            field = "members" if part == MembershipPart.MEMBER else "facilitators"
            raise ValidationError({field: error.messages}) from error
    return group
