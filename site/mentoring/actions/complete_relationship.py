"""Mentoring has reached its end as agreed."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mentoring import audit, rules, signals
from mentoring.actions.cancel_session import cancel_sessions_after_end
from mentoring.models import MentoringRelationship
from mentoring.transitions import RELATIONSHIP, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def complete_relationship(
    *, relationship: MentoringRelationship, by: User, at: datetime.datetime
) -> MentoringRelationship:
    """Close the relationship today. The mentor's access ends; sessions planned later are cancelled.

    Raises PermissionDenied and NotPossibleNow.
    """
    relationship.refresh_from_db(from_queryset=MentoringRelationship.objects.select_for_update())
    rules.check_manage_relationship(by, relationship)
    relationship.status = check_transition(
        RELATIONSHIP, relationship.status, "complete_relationship"
    )
    relationship.end_date = relationship.end_date_if_closed(at)
    relationship.save(update_fields=["status", "end_date", "updated_at"])
    audit.record(relationship, "complete_relationship", by=by, at=at)
    cancel_sessions_after_end(ended=relationship, last_day=relationship.end_date, by=by, at=at)
    signals.relationship_completed.send(
        MentoringRelationship, relationship=relationship, by=by, at=at
    )
    return relationship
