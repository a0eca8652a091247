"""Next steps of earlier sessions that are still open when feedback is released."""

from __future__ import annotations

from mentoring.choices import ActionStatus
from mentoring.models import ActionItem, MentoringSession
from mentoring.models.action_item import ActionItemQuerySet


def steps_to_carry(session: MentoringSession) -> ActionItemQuerySet:
    """What the release of this session's feedback takes over from the pair's earlier feedback."""
    return ActionItem.objects.filter(
        session__relationship=session.relationship_id,
        session__scheduled_date__lt=session.scheduled_date,
        session__feedback__released_at__isnull=False,
        status=ActionStatus.OPEN,
    ).order_by("pk")
