"""Mentoring rests for a while."""

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
def pause_relationship(
    *, relationship: MentoringRelationship, by: User, at: datetime.datetime
) -> MentoringRelationship:
    """Nothing new is planned while paused; what is planned stays, and both keep their access.

    Raises PermissionDenied and NotPossibleNow.
    """
    relationship.refresh_from_db(from_queryset=MentoringRelationship.objects.select_for_update())
    rules.check_manage_relationship(by, relationship)
    relationship.status = check_transition(RELATIONSHIP, relationship.status, "pause_relationship")
    relationship.save(update_fields=["status", "updated_at"])
    audit.record(relationship, "pause_relationship", by=by, at=at)
    signals.relationship_paused.send(MentoringRelationship, relationship=relationship, by=by, at=at)
    return relationship
