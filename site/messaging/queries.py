"""What a person has been told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from messaging.models import Notice

if TYPE_CHECKING:
    from people.models import User


def unread_count(user: User) -> int:
    return Notice.objects.visible_to(user).filter(read_at__isnull=True).count()


def notices_of(user: User) -> QuerySet[Notice]:
    """One's own notices, newest first. Their words: `messaging.wording`."""
    return Notice.objects.visible_to(user).order_by("-created_at", "-pk")
