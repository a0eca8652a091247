"""The link between a session and what was filled in during it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.models import Submission
from mentoring.models.ratings import is_leading, ratings_opened_to
from mentoring.models.session import MentoringSession

if TYPE_CHECKING:
    from people.models import User


class ObservationQuerySet(models.QuerySet):
    def leading(self) -> ObservationQuerySet:
        """The records of who leads the session. Those of master mentors beside them, who
        co-observed, enter no sum, no growth line and no feedback: they are there to be compared."""
        return self.filter(is_leading())

    def visible_to(self, user: User) -> ObservationQuerySet:
        """Those that the table `mentoring.models.ratings` opens today, and no others."""
        return self.filter(ratings_opened_to(user))


class Observation(models.Model):
    """One record by one observer of one session; corrections revise its submission.

    `observed_at` is when the record was first finished, and stays so when it is corrected: sums
    by month find the values again that they have to take back.
    """

    submission = models.OneToOneField(
        Submission,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="observation",
        verbose_name=_("submission"),
    )
    session = models.ForeignKey(
        MentoringSession,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("mentoring session"),
    )
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("observer"),
    )
    observed_at = models.DateTimeField(_("observed"))

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "observer"], name="observation_once_a_session"
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)
