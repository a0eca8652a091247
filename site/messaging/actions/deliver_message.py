"""A message of the outbox reaches its recipient, once."""

from __future__ import annotations

import datetime

from django.db import transaction

from messaging.channels import deliver
from messaging.models import OutboxMessage

LONGEST_WAIT = datetime.timedelta(hours=1)


def deliver_message(*, message_id: int, at: datetime.datetime) -> bool:
    """Deliver the message if it waits and is due at `at`. Returns whether it was delivered now.

    The row is locked while it is delivered, so that two workers do not deliver it twice. A channel
    that fails leaves the message waiting: 1, 2, 4 … minutes, at most an hour, without end.
    """
    try:
        with transaction.atomic():
            message = OutboxMessage.objects.select_for_update().filter(pk=message_id).first()
            if message is None or message.sent_at is not None or message.due_at > at:
                return False
            deliver(message, at)
            message.sent_at = at
            message.attempts += 1
            message.last_error = ""
            message.save(update_fields=["sent_at", "attempts", "last_error"])
            return True
    except Exception as error:
        _put_off(message_id, error, at)
        raise


@transaction.atomic
def _put_off(message_id: int, error: Exception, at: datetime.datetime) -> None:
    message = OutboxMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None or message.sent_at is not None:
        return
    wait = datetime.timedelta(minutes=2 ** min(message.attempts, 6))
    message.attempts = min(message.attempts + 1, 30_000)
    message.due_at = at + min(wait, LONGEST_WAIT)
    message.last_error = f"{type(error).__name__}: {error}"[:500]
    message.save(update_fields=["attempts", "due_at", "last_error"])
