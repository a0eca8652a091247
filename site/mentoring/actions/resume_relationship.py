"""Mentoring goes on after a pause."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mentoring import audit, rules, signals
from mentoring.models import MentoringRelationship
from mentoring.transitions import RELATIONSHIP, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def resume_relationship(
    *, relationship: MentoringRelationship, by: User, at: datetime.datetime
) -> MentoringRelationship:
    """The paused relationship is active again.

    Raises PermissionDenied and NotPossibleNow.
    """
    relationship.refresh_from_db(from_queryset=MentoringRelationship.objects.select_for_update())
    rules.check_manage_relationship(by, relationship)
    relationship.status = check_transition(RELATIONSHIP, relationship.status, "resume_relationship")
    relationship.save(update_fields=["status", "updated_at"])
    audit.record(relationship, "resume_relationship", by=by, at=at)
    signals.relationship_resumed.send(
        MentoringRelationship, relationship=relationship, by=by, at=at
    )
    return relationship
