"""Feedback that saves face: the mentee's own words first, then strengths and one focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khmer.modelfields import KhmerTextField
from mentoring.choices import LEADING_PARTS, RELEASED_STATUSES, FeedbackStatus, Part
from mentoring.models.session import MentoringSession, SessionParticipant
from mentoring.models.sight import Sight, opened_by

if TYPE_CHECKING:
    from people.models import User


def _opened_to(user: User, *parts: str) -> Q:
    """Over what a session has: those that `user` may open in one of these parts today."""
    return Q(session__in=SessionParticipant.objects.standing(user, *parts).values("session"))


REFLECTIONS = (
    Sight("author", _("The one who wrote it."), lambda user: Q(author=user)),
    Sight(
        "leading",
        _("The mentor or facilitator of the session, while the mentoring or the group lasts."),
        lambda user: _opened_to(user, *LEADING_PARTS),
    ),
)
LETTERS = (
    Sight(
        "mentor",
        _("The mentor who writes it, while the mentoring lasts."),
        lambda user: _opened_to(user, Part.MENTOR),
    ),
    Sight(
        "mentee",
        _("The teacher, once it is released."),
        lambda user: _opened_to(user, Part.MENTEE) & Q(status__in=RELEASED_STATUSES),
    ),
)


class ReflectionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ReflectionQuerySet:
        """Those that the table REFLECTIONS opens today."""
        return self.filter(opened_by(REFLECTIONS, user))


class Reflection(models.Model):
    """What a mentee, or each participant of a circle, says of the session in their own words;
    before any feedback. `passed` where they chose not to."""

    session = models.ForeignKey(
        MentoringSession,
        on_delete=models.PROTECT,
        related_name="reflections",
        verbose_name=_("mentoring session"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="reflections",
        verbose_name=_("author"),
    )
    went_well = KhmerTextField(_("what went well"), blank=True)
    try_next = KhmerTextField(_("what I would like to try"), blank=True)
    passed = models.BooleanField(_("passed"), default=False)
    written_at = models.DateTimeField(_("written"))

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [
            models.UniqueConstraint(fields=["session", "author"], name="reflection_once_a_session"),
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(went_well="") | ~Q(try_next=""),
                name="reflection_has_words_or_passed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> FeedbackQuerySet:
        """Those that the table LETTERS opens today."""
        return self.filter(opened_by(LETTERS, user))


class Feedback(models.Model):
    """Strengths first, one focus, then the session's action items as next steps.

    `revision` counts the saves of the draft: an edit based on an older one is not stored.
    """

    session = models.OneToOneField(
        MentoringSession,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="feedback",
        verbose_name=_("mentoring session"),
    )
    strengths = KhmerTextField(_("strengths"), blank=True)
    focus = KhmerTextField(_("one focus"), blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=FeedbackStatus, default=FeedbackStatus.DRAFT
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    mentee_reply = KhmerTextField(_("the mentee's answer"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(condition=Q(revision__gte=1), name="feedback_revision_positive"),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | (~Q(strengths="") & ~Q(focus="")),
                name="feedback_released_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT", released_at__isnull=True)
                | (~Q(status="DRAFT") & Q(released_at__isnull=False)),
                name="feedback_released_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status="ACKNOWLEDGED", acknowledged_at__isnull=False)
                | (~Q(status="ACKNOWLEDGED") & Q(acknowledged_at__isnull=True)),
                name="feedback_acknowledged_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)

    @property
    def is_released(self) -> bool:
        return self.status != FeedbackStatus.DRAFT
