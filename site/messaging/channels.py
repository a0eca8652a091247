"""How a message travels. Each channel is one function; `deliver` chooses by the message."""

from __future__ import annotations

import datetime

from messaging.choices import Channel
from messaging.models import Notice, OutboxMessage


def put_in_app(message: OutboxMessage, at: datetime.datetime) -> None:
    """A notice under the bell; its key is the message, so it can only be there once."""
    Notice.objects.get_or_create(
        message=message,
        defaults={
            "recipient_id": message.recipient_id,
            "kind": message.kind,
            "payload": message.payload,
            "created_at": message.created_at,
        },
    )


CHANNELS = {Channel.IN_APP: put_in_app}


def deliver(message: OutboxMessage, at: datetime.datetime) -> None:
    """Send `message` by its channel. Raises what the channel raises."""
    CHANNELS[Channel(message.channel)](message, at)
