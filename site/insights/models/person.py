"""How many different people stand behind a figure: what decides whether it may be shown."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms_builder.models import Form
from people.models import Place


class CriterionPerson(models.Model):
    """How often (n) one person was rated on one criterion at one school; never how.

    Kept like the rollups. Nobody reads these rows: `insights.queries` counts them.
    """

    form = models.ForeignKey(
        Form, on_delete=models.PROTECT, related_name="+", verbose_name=_("form")
    )
    criterion = models.CharField(_("criterion"), max_length=64)
    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    n = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("person behind a rollup")
        verbose_name_plural = _("people behind rollups")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "criterion", "place", "person"], name="criterion_person_once"
            ),
            models.CheckConstraint(condition=Q(n__gte=0), name="criterion_person_n_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.n}"
