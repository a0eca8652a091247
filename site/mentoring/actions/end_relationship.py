"""Mentoring ends before it is complete, or a proposal is declined."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from khmer.clean import clean
from mentoring import audit, rules, signals
from mentoring.actions.cancel_session import cancel_sessions_after_end
from mentoring.models import MentoringRelationship
from mentoring.transitions import RELATIONSHIP, check_transition

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def end_relationship(
    *, relationship: MentoringRelationship, reason: str, by: User, at: datetime.datetime
) -> MentoringRelationship:
    """Close the relationship today with a reason. Nothing is deleted.

    The mentor's access ends at the next request; sessions planned later are cancelled. Raises
    PermissionDenied, NotPossibleNow, and ValidationError where the reason is missing.
    """
    relationship.refresh_from_db(from_queryset=MentoringRelationship.objects.select_for_update())
    rules.check_end_relationship(by, relationship)
    relationship.status = check_transition(RELATIONSHIP, relationship.status, "end_relationship")
    reason = clean(reason).strip()
    if not reason:
        raise ValidationError({"reason": _("Write the reason for ending in a few words.")})
    relationship.ending_reason = reason
    relationship.end_date = relationship.end_date_if_closed(at)
    relationship.save(update_fields=["status", "end_date", "ending_reason", "updated_at"])
    audit.record(relationship, "end_relationship", by=by, at=at)
    cancel_sessions_after_end(ended=relationship, last_day=relationship.end_date, by=by, at=at)
    signals.relationship_ended.send(MentoringRelationship, relationship=relationship, by=by, at=at)
    return relationship
