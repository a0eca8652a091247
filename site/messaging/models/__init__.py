from messaging.models.notice import Notice
from messaging.models.outbox import OutboxMessage

__all__ = ["Notice", "OutboxMessage"]
