"""Who has looked at a teacher's record. The teacher can see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentoring.choices import Part, RecordKind
from mentoring.models.session import MentoringSession, SessionParticipant

if TYPE_CHECKING:
    from people.models import User


class RecordReadingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> RecordReadingQuerySet:
        """The mentee whom the record is about, and nobody else, whatever their role."""
        if not user.is_authenticated:
            return self.none()
        own = SessionParticipant.objects.standing(user, Part.MENTEE)
        return self.filter(session__in=own.values("session"))


class RecordReading(models.Model):
    """Somebody other than the mentee opened a record of a session: once a person, record and day.

    `day` is the day in Cambodia of `read_at`, the first time on that day.
    """

    session = models.ForeignKey(
        MentoringSession,
        on_delete=models.PROTECT,
        related_name="readings",
        verbose_name=_("mentoring session"),
    )
    record = models.CharField(_("record"), max_length=8, choices=RecordKind)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reader"),
    )
    day = models.DateField(_("day"))
    read_at = models.DateTimeField(_("read"))

    objects = RecordReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a record")
        verbose_name_plural = _("readings of records")
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "record", "reader", "day"], name="record_reading_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(record__in=RecordKind.values), name="record_reading_known_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader} · {self.get_record_display()} · {self.session}"
