"""What a submission is about: a session or a person, in which part, for which purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forms_builder.choices import Purpose
from forms_builder.models import Submission
from mentoring.choices import (
    LEADING_PARTS,
    OBSERVING_PARTS,
    ONCE_A_SESSION,
    FillingPart,
    Part,
)
from mentoring.models.ratings import ratings_opened_to
from mentoring.models.session import MentoringSession, SessionParticipant

if TYPE_CHECKING:
    from people.models import User


class FillingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> FillingQuerySet:
        """By purpose what `OPENED_TO` says. To coordinators, leaders and administrators nothing:
        they get aggregates only (`domain.md`, feedback 4, 6)."""
        if not user.is_authenticated:
            return self.none()
        scope = Q(pk__in=[])
        for purpose, opened_to in OPENED_TO.items():
            scope |= Q(purpose=purpose) & opened_to(user)
        return self.filter(scope)


class Filling(models.Model):
    """One form that one person filled; corrections revise its submission.

    `part` is the one of `filled_by` in the session, or SELF for what they say of themselves.
    `filled_at` is when it was first finished, and stays so when it is corrected: sums by month
    find the values again that they have to take back.
    """

    submission = models.OneToOneField(
        Submission,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="filling",
        verbose_name=_("submission"),
    )
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose)
    session = models.ForeignKey(
        MentoringSession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fillings",
        verbose_name=_("mentoring session"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fillings_about",
        verbose_name=_("person"),
    )
    part = models.CharField(_("part"), max_length=12, choices=FillingPart)
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="fillings",
        verbose_name=_("filled by"),
    )
    filled_at = models.DateTimeField(_("filled"))

    objects = FillingQuerySet.as_manager()

    class Meta:
        verbose_name = _("filled form")
        verbose_name_plural = _("filled forms")
        constraints = [
            models.CheckConstraint(
                condition=Q(session__isnull=False, person__isnull=True)
                | Q(session__isnull=True, person__isnull=False),
                name="filling_of_session_or_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    purpose=Purpose.OBSERVATION, session__isnull=False, part__in=OBSERVING_PARTS
                )
                | Q(purpose=Purpose.SELF_ASSESSMENT, part=FillingPart.SELF)
                | Q(
                    purpose__in=(Purpose.SURVEY, Purpose.PROFILE),
                    person__isnull=False,
                    part=FillingPart.SELF,
                )
                | Q(purpose=Purpose.PLAN, session__isnull=False, part__in=Part.values),
                name="filling_known_purpose_and_part",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(person=F("filled_by")),
                name="filling_of_person_by_themselves",
            ),
            models.UniqueConstraint(
                fields=["session", "filled_by", "purpose"],
                condition=Q(purpose__in=ONCE_A_SESSION),
                name="filling_once_a_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.session or self.person}"


def _self_assessments_open_to(user: User) -> Q:
    """Their author, and the mentor of the session once both records are in."""
    led = SessionParticipant.objects.standing(user, Part.MENTOR)
    return _filled_by(user) | Q(session__in=led.values("session")) & _observed_by(user)


def _plans_open_to(user: User) -> Q:
    """The two people of the session: the mentor while the relationship lasts."""
    own = SessionParticipant.objects.standing(user, Part.MENTOR, Part.MENTEE)
    return Q(session__in=own.values("session"))


def _filled_by(user: User) -> Q:
    return Q(filled_by=user)


def _observed_by(user: User) -> Q:
    """Whether `user` has sent their own observation of the same session."""
    return Q(
        Exists(
            Filling.objects.filter(
                purpose=Purpose.OBSERVATION, session=OuterRef("session"), filled_by=user
            )
        )
    )


# Whoever asks for a survey reads sums; the answers of one person stay that person's.
OPENED_TO: dict[Purpose, Callable[[User], Q]] = {
    Purpose.OBSERVATION: ratings_opened_to,
    Purpose.SELF_ASSESSMENT: _self_assessments_open_to,
    Purpose.SURVEY: _filled_by,
    Purpose.PROFILE: _filled_by,
    Purpose.PLAN: _plans_open_to,
}


class ObservationQuerySet(FillingQuerySet):
    def leading(self) -> ObservationQuerySet:
        """The records of who leads the session. Those of master mentors beside them, who
        co-observed, enter no sum, no growth line and no feedback: they are there to be compared."""
        return self.filter(part__in=LEADING_PARTS)

    def visible_to(self, user: User) -> ObservationQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(ratings_opened_to(user))


class ObservationManager(models.Manager.from_queryset(ObservationQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> ObservationQuerySet:
        return super().get_queryset().filter(purpose=Purpose.OBSERVATION)


class Observation(Filling):
    """The fillings that are records of a session by who leads it or observes beside them."""

    if TYPE_CHECKING:  # the database holds it: an observation has a session
        session: MentoringSession  # type: ignore[assignment]

    objects: ClassVar[ObservationManager] = ObservationManager()

    class Meta:
        proxy = True
        verbose_name = _("observation")
        verbose_name_plural = _("observations")

    def __str__(self) -> str:
        return str(self.session)

    @property
    def is_beside(self) -> bool:
        """Whether it was made by a second observer, to be compared."""
        return self.part == Part.CO_OBSERVER
