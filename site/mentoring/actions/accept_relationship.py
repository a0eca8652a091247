"""A proposed relationship begins."""

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
def accept_relationship(
    *, relationship: MentoringRelationship, by: User, at: datetime.datetime
) -> MentoringRelationship:
    """The mentor, or the coordinator for them, says yes to a proposal.

    Raises PermissionDenied and NotPossibleNow.
    """
    relationship.refresh_from_db(from_queryset=MentoringRelationship.objects.select_for_update())
    rules.check_accept_relationship(by, relationship)
    relationship.status = check_transition(RELATIONSHIP, relationship.status, "accept_relationship")
    relationship.save(update_fields=["status", "updated_at"])
    audit.record(relationship, "accept_relationship", by=by, at=at)
    signals.relationship_started.send(
        MentoringRelationship, relationship=relationship, by=by, at=at
    )
    return relationship
