"""Delivery in the worker. Tasks carry ids; lost ones are found again by the sweeper."""

from __future__ import annotations

import logging

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from messaging.actions.deliver_message import deliver_message
from messaging.models import OutboxMessage

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 500


@db_task()
def deliver_queued_message(message_id: int) -> None:
    """Deliver one message now. A failure is kept on its row, from where the sweeper retries."""
    _deliver(message_id)


@db_periodic_task(crontab(minute="*"))
def sweep_outbox() -> int:
    """Every minute: deliver what is due and not delivered. Returns how many were delivered."""
    waiting = OutboxMessage.objects.waiting(timezone.now()).values_list("pk", flat=True)
    return sum(_deliver(message_id) for message_id in list(waiting[:MOST_AT_ONCE]))


def _deliver(message_id: int) -> bool:
    try:
        return deliver_message(message_id=message_id, at=timezone.now())
    except Exception:
        logger.exception("Message %s was not delivered; it is tried again later.", message_id)
        return False
