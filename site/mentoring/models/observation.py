"""The link between a session and what was filled in during it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forms_builder.models import Submission
from mentoring.choices import LEADING_PARTS, FeedbackStatus, Part
from mentoring.models.relationship import MentoringRelationship
from mentoring.models.session import MentoringSession, SessionParticipant

if TYPE_CHECKING:
    from people.models import User


class ObservationQuerySet(models.QuerySet):
    def leading(self) -> ObservationQuerySet:
        """The records of who leads the session. Those of master mentors beside them, who
        co-observed, enter no sum, no growth line and no feedback: they are there to be compared."""
        return self.filter(_is_leading())

    def visible_to(self, user: User) -> ObservationQuerySet:
        """Ratings are private: the mentor while the relationship lasts, the mentee once the
        feedback is released, and the master mentor who trains that mentor. A record beside the
        mentor's is for the two observers: the mentor sees it when their own is in, so that both
        look at the lesson with their own eyes; the mentee does not.

        Coordinators, leaders and administrators get aggregates only (`domain.md`, feedback 4, 6).
        """
        if not user.is_authenticated:
            return self.none()
        standing = SessionParticipant.objects.standing
        sent = Observation.objects.filter(session=OuterRef("session"), observer=user)
        scope = Q(session__in=standing(user, Part.MENTOR).values("session")) & Q(Exists(sent))
        scope |= Q(
            _is_leading(),
            session__in=standing(user, Part.MENTEE).values("session"),
            session__feedback__status__in=(FeedbackStatus.RELEASED, FeedbackStatus.ACKNOWLEDGED),
        )
        trained = MentoringRelationship.objects.led_by_trainees_of(user)
        if trained is not None:
            scope |= Q(session__relationship__in=trained.values("pk")) & (
                Q(_is_leading()) | Q(observer=user)
            )
        return self.filter(scope)


def _is_leading() -> Exists:
    """Over Observation: whether the observer leads its session."""
    return Exists(
        SessionParticipant.objects.filter(
            session=OuterRef("session"), person=OuterRef("observer"), part__in=LEADING_PARTS
        )
    )


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
