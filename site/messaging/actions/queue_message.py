"""Something must be told to somebody: one row in the outbox, in the caller's transaction."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from messaging.choices import Channel
from messaging.models import OutboxMessage

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def queue_message(
    *,
    recipient: User,
    kind: str,
    payload: dict[str, Any],
    dedupe_key: str,
    at: datetime.datetime,
    channel: str = Channel.IN_APP,
) -> OutboxMessage:
    """Return the message of `dedupe_key` (at most 200 characters), made now if it is new.

    `payload` is JSON: names, dates, the address to open; see `messaging.wording`. Since the row
    commits or rolls back with what caused it, nothing is told that did not happen, and the
    sweeper delivers what a lost task did not.
    """
    message, _is_new = OutboxMessage.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "recipient": recipient,
            "channel": channel,
            "kind": kind,
            "payload": payload,
            "created_at": at,
            "due_at": at,
        },
    )
    return message
