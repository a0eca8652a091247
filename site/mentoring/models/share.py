"""The yes of a mentor or mentee to share the ratings of a session for the training of mentors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentoring.choices import PAIR_PARTS
from mentoring.models.session import MentoringSession, SessionParticipant

if TYPE_CHECKING:
    from people.models import User


class TrainingShareQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> TrainingShareQuerySet:
        """Those of the sessions that one opens as mentor or mentee; nobody else's."""
        if not user.is_authenticated:
            return self.none()
        rows = SessionParticipant.objects.standing(user, *PAIR_PARTS)
        return self.filter(session__in=rows.values("session"))


class TrainingShare(models.Model):
    """One person's yes. It opens nothing before the other one's; taken back, the row is gone."""

    session = models.ForeignKey(
        MentoringSession,
        on_delete=models.PROTECT,
        related_name="training_shares",
        verbose_name=_("mentoring session"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="training_shares",
        verbose_name=_("person"),
    )
    shared_at = models.DateTimeField(_("shared"))

    objects = TrainingShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("sharing for training")
        verbose_name_plural = _("sharings for training")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="training_share_once_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.respectful_name} · {self.session}"
