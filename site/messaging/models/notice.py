"""Notices in the app: what a person sees under the bell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.choices import MessageKind
from messaging.models.outbox import OutboxMessage

if TYPE_CHECKING:
    from people.models import User


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> NoticeQuerySet:
        """One's own notices, nobody else's."""
        return self.filter(recipient_id=user.pk)


class Notice(models.Model):
    message = models.OneToOneField(
        OutboxMessage, on_delete=models.CASCADE, primary_key=True, related_name="notice"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=32, choices=MessageKind)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("created"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "-created_at"], name="notice_newest")]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.kind}"
