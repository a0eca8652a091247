"""Whom and what mentoring opens to a person, while its dates say so.

Registered in `MentoringConfig.ready` with the apps below, which know nothing of mentoring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from mentoring.models import Filling, MentoringRelationship
from people.choices import Role

if TYPE_CHECKING:
    from people.models import User


def people_in_mentoring(user: User) -> Q:
    """Over User: one's mentees and mentors while it lasts; a master mentor's mentors' mentees."""
    lasting = MentoringRelationship.objects.lasting(timezone.localdate())
    own = lasting.filter(mentor=user)
    scope = Q(pk__in=own.values("mentee")) | Q(pk__in=lasting.filter(mentee=user).values("mentor"))
    if user.has_role(Role.MASTER_MENTOR):
        theirs = lasting.filter(mentor__in=own.values("mentee"))
        scope |= Q(pk__in=theirs.values("mentee"))
    return scope


def fillings_one_may_see(user: User) -> Q:
    """Over Submission: those about a session or a person that `user` may see."""
    return Q(pk__in=Filling.objects.visible_to(user).values("pk"))
