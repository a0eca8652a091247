"""Next steps of earlier sessions that are still open."""

from __future__ import annotations

from mentoring.choices import ActionStatus
from mentoring.models import ActionItem, MentoringSession
from mentoring.models.action_item import ActionItemQuerySet


def steps_to_carry(session: MentoringSession) -> ActionItemQuerySet:
    """What this session takes over: from the pair's earlier released feedback when its own is
    released; from what the group agreed on before when it agrees again."""
    earlier = ActionItem.objects.filter(
        session__scheduled_date__lt=session.scheduled_date, status=ActionStatus.OPEN
    ).order_by("pk")
    if session.group_id is not None:
        return earlier.filter(session__group=session.group_id)
    return earlier.filter(
        session__relationship=session.relationship_id,
        session__feedback__released_at__isnull=False,
    )
