"""The outbox: what must be told to whom, written in the transaction that caused it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.choices import Channel, MessageKind


class OutboxMessageQuerySet(models.QuerySet):
    def waiting(self, at) -> "OutboxMessageQuerySet":
        """Messages not yet delivered and due at the moment `at`."""
        return self.filter(sent_at__isnull=True, due_at__lte=at).order_by("due_at", "pk")


class OutboxMessage(models.Model):
    """`dedupe_key` names the event and the recipient: the same event is never told twice."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("recipient"),
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.IN_APP)
    kind = models.CharField(_("kind"), max_length=32, choices=MessageKind)
    payload = models.JSONField(default=dict, help_text=_("Names, dates and the address to open."))
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(_("created"))
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["sent_at", "due_at"], name="outbox_waiting")]

    def __str__(self) -> str:
        return self.dedupe_key
