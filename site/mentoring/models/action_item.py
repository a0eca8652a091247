"""Agreed next steps: who does what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khmer.modelfields import KhmerTextField
from mentoring.choices import ActionStatus, Part
from mentoring.models.feedback import Feedback
from mentoring.models.session import MentoringSession, SessionParticipant

if TYPE_CHECKING:
    from people.models import User


class ActionItemQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ActionItemQuerySet:
        """Next steps are part of the feedback and are seen with it; those that a group agreed on
        by all who take part."""
        if not user.is_authenticated:
            return self.none()
        together = SessionParticipant.objects.standing(user, Part.FACILITATOR, Part.PARTICIPANT)
        return self.filter(
            Q(session__in=Feedback.objects.visible_to(user).values("session"))
            | Q(session__in=together.values("session"))
        )


class ActionItem(models.Model):
    session = models.ForeignKey(
        MentoringSession,
        on_delete=models.PROTECT,
        related_name="action_items",
        verbose_name=_("mentoring session"),
    )
    what = KhmerTextField(_("what"))
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="action_items",
        verbose_name=_("who"),
    )
    due_date = models.DateField(_("by when"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=ActionStatus, default=ActionStatus.OPEN
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    carried_from = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        verbose_name=_("carried over from"),
    )

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")
        ordering = [models.F("due_date").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="action_item_has_words"),
            models.CheckConstraint(
                condition=Q(status="DONE", done_at__isnull=False)
                | (~Q(status="DONE") & Q(done_at__isnull=True)),
                name="action_item_done_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.what
