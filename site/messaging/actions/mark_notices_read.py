"""A person has looked at their notices."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from messaging.models import Notice

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def mark_notices_read(
    *, user: User, at: datetime.datetime, notice_ids: Iterable[int] | None = None
) -> int:
    """Mark one's own notices as read, all or those of the ids; returns how many were unread."""
    notices = Notice.objects.visible_to(user).filter(read_at__isnull=True)
    if notice_ids is not None:
        notices = notices.filter(pk__in=list(notice_ids))
    return notices.update(read_at=at)
