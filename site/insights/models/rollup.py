"""Additive sums over many observations, kept in the transaction that accepts each one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms_builder.models import Form
from people.models import Place

if TYPE_CHECKING:
    from people.models import User


class CriterionRollupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> CriterionRollupQuerySet:
        """Aggregates of the places one coordinates and of the school one leads."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(place__path__within=user.coordinated_paths + user.led_paths)


class CriterionRollup(models.Model):
    """How many ratings (n), their sum and sum of squares: one criterion, school and month.

    Means, spreads and sums over places and months follow from these without reading answers.
    Values are fractions of the scale's maximum, in thousandths, so that sums stay exact.
    """

    form = models.ForeignKey(
        Form, on_delete=models.PROTECT, related_name="+", verbose_name=_("form")
    )
    criterion = models.CharField(_("criterion"), max_length=64)
    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    month = models.DateField(_("month"))
    n = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    total_squared = models.BigIntegerField(default=0)

    objects = CriterionRollupQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion rollup")
        verbose_name_plural = _("criterion rollups")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "criterion", "place", "month"], name="criterion_rollup_once"
            ),
            models.CheckConstraint(condition=Q(n__gte=0), name="criterion_rollup_n_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.month:%Y-%m}"
