"""A mentor and a mentee begin, or are proposed to each other."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khmer.digits import written
from mentoring import audit, rules, signals
from mentoring.choices import RelationshipStatus
from mentoring.models import MentoringRelationship
from mentoring.transitions import RELATIONSHIP, START, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def start_relationship(
    *,
    mentor: User,
    mentee: User,
    by: User,
    at: datetime.datetime,
    start_date: datetime.date,
    end_date: datetime.date | None = None,
    coordinator: User | None = None,
    focus_areas: Sequence[str] = (),
    status: str = RelationshipStatus.ACTIVE,
) -> MentoringRelationship:
    """Make the relationship, ACTIVE or PROPOSED, at the mentee's school.

    `focus_areas` are codes of expertise areas. `coordinator` is `by` where that is one. Raises
    PermissionDenied, and ValidationError with the field that the person has to change.
    """
    rules.check_start_relationship(by, mentor, mentee)
    status = check_transition(RELATIONSHIP, START, "start_relationship", target=status)
    _check_people(mentor, mentee)
    if end_date is not None and end_date < start_date:
        raise ValidationError(
            {"end_date": _("The end date is before the start date. Choose a later day.")}
        )
    if end_date is not None and end_date < timezone.localtime(at).date():
        raise ValidationError({"end_date": _("The end date has passed. Choose a later day.")})
    if coordinator is None and by.coordinated_paths:
        coordinator = by
    relationship = _take_free_slot(
        MentoringRelationship(
            mentor=mentor,
            mentee=mentee,
            coordinator=coordinator,
            place=mentee.profile.school,
            start_date=start_date,
            end_date=end_date,
            status=status,
            focus_areas=list(focus_areas),
        )
    )
    if status == RelationshipStatus.PROPOSED:
        action, signal = "propose_relationship", signals.relationship_proposed
    else:
        action, signal = "start_relationship", signals.relationship_started
    audit.record(relationship, action, by=by, at=at)
    signal.send(MentoringRelationship, relationship=relationship, by=by, at=at)
    return relationship


def _check_people(mentor: User, mentee: User) -> None:
    if mentor.pk == mentee.pk:
        raise ValidationError(
            {"mentee": _("Nobody mentors themselves. Choose two different people.")}
        )
    if not rules.can_mentor(mentor):
        raise ValidationError(
            {
                "mentor": _(
                    "%(name)s does not hold the role of mentor today. Give the role first, or "
                    "choose another person."
                )
                % {"name": mentor.respectful_name}
            }
        )
    if not rules.can_be_mentored(mentee, mentor):
        raise ValidationError(
            {
                "mentee": _(
                    "%(name)s does not hold the role of mentee today. Give the role first, or "
                    "choose another person."
                )
                % {"name": mentee.respectful_name}
            }
        )
    if getattr(getattr(mentee, "profile", None), "school", None) is None:
        raise ValidationError(
            {
                "mentee": _("%(name)s has no school yet. Enter the school of this person first.")
                % {"name": mentee.respectful_name}
            }
        )


def _take_free_slot(relationship: MentoringRelationship) -> MentoringRelationship:
    """Save into the mentor's lowest free slot.

    Who takes a slot at the same moment makes our insert fail on the unique constraint; we then
    look again. The number of tries is bounded by the number of slots.
    """
    mentor = relationship.mentor
    profile = getattr(mentor, "profile", None)
    capacity = profile.capacity if profile else 0
    open_ones = MentoringRelationship.objects.open().filter(mentor=mentor)
    for _try in range(capacity + 1):
        taken = dict(open_ones.values_list("mentor_slot", "mentee"))
        if relationship.mentee_id in taken.values():
            raise ValidationError(
                {
                    "mentee": _(
                        "%(mentor)s and %(mentee)s already have an open mentoring relationship. "
                        "End it before you start another."
                    )
                    % {
                        "mentor": mentor.respectful_name,
                        "mentee": relationship.mentee.respectful_name,
                    }
                }
            )
        free = next((slot for slot in range(1, capacity + 1) if slot not in taken), None)
        if free is None:
            break
        relationship.mentor_slot = free
        try:
            with transaction.atomic():
                relationship.save(force_insert=True)
        except IntegrityError:
            continue
        return relationship
    raise ValidationError(
        {
            "mentor": ngettext(
                "%(name)s can mentor %(count)s person at once and has no place left. Choose "
                "another mentor, or raise the capacity in the profile.",
                "%(name)s can mentor %(count)s people at once and has no place left. Choose "
                "another mentor, or raise the capacity in the profile.",
                capacity,
            )
            % {"name": mentor.respectful_name, "count": written(capacity)}
        }
    )
