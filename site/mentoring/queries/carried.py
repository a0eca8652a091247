"""Next steps of earlier sessions that are still open when feedback is released."""

from __future__ import annotations

from django.db.models import QuerySet

from mentoring.choices import ActionStatus
from mentoring.models import ActionItem, MentoringSession


def steps_to_carry(session: MentoringSession) -> QuerySet[ActionItem]:
    """What the release of this session's feedback takes over from the pair's earlier feedback."""
    return ActionItem.objects.filter(
        session__relationship=session.relationship_id,
        session__scheduled_date__lt=session.scheduled_date,
        session__feedback__released_at__isnull=False,
        status=ActionStatus.OPEN,
    ).order_by("pk")
