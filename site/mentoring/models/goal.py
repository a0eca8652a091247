"""Where a mentee wants to get to, and how it will be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from khmer.modelfields import KhmerCharField, KhmerTextField
from mentoring.models.relationship import MentoringRelationship

if TYPE_CHECKING:
    from people.models import User


class GoalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> GoalQuerySet:
        return self.filter(
            relationship__in=MentoringRelationship.objects.visible_to(user).values("pk")
        )


class Goal(models.Model):
    """`indicator` is a rubric criterion's code or the person's own words."""

    relationship = models.ForeignKey(
        MentoringRelationship,
        on_delete=models.PROTECT,
        related_name="goals",
        verbose_name=_("mentoring relationship"),
    )
    statement = KhmerTextField(_("goal"))
    indicator = KhmerCharField(_("how it will be seen"), max_length=255, blank=True)
    baseline = KhmerCharField(_("where it starts"), max_length=255, blank=True)
    target = KhmerCharField(_("where it leads"), max_length=255, blank=True)
    due_date = models.DateField(_("by when"), null=True, blank=True)
    reached_at = models.DateTimeField(_("reached"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = [models.F("due_date").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(statement=""), name="goal_has_words"),
        ]

    def __str__(self) -> str:
        return self.statement
