"""A meeting of mentor and mentee: planned, held, moved, cancelled or missed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_builder.models import Form
from khmer.dates import format_date
from khmer.modelfields import KhmerCharField, KhmerTextField
from mentoring.choices import RelationshipStatus, SessionStatus, SessionType
from mentoring.models.relationship import MentoringRelationship
from people.models import Place

if TYPE_CHECKING:
    from people.models import User


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> SessionQuerySet:
        """The sessions of the relationships that `user` may see."""
        if user.is_authenticated and user.is_superuser:
            return self.all()
        return self.filter(
            relationship__in=MentoringRelationship.objects.visible_to(user).values("pk")
        )

    def coordinated_by(self, user: User) -> SessionQuerySet:
        """The sessions in the places that `user` coordinates today."""
        if user.is_superuser:
            return self.all()
        scope = Q(pk__in=[])
        for path in user.coordinated_paths:
            scope |= Q(place__path__startswith=path)
        return self.filter(scope)

    def awaiting_record_of(self, user: User) -> SessionQuerySet:
        """Sessions for which `user` may send a record, also after the relationship has ended.

        A phone may come back to the network late. This opens nothing to read; what may still be
        accepted is said by `mentoring.rules.can_observe`.
        """
        return self.filter(relationship__mentor_id=user.pk).exclude(
            relationship__status=RelationshipStatus.PROPOSED
        )


class MentoringSession(models.Model):
    """`form` is the form to fill; the answers bind to its version.

    The notes are plain text. `place` repeats the relationship's, for lists by place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    relationship = models.ForeignKey(
        MentoringRelationship,
        on_delete=models.PROTECT,
        related_name="sessions",
        verbose_name=_("mentoring relationship"),
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("school")
    )
    session_type = models.CharField(
        _("kind of session"),
        max_length=24,
        choices=SessionType,
        default=SessionType.CLASSROOM_OBSERVATION,
    )
    form = models.ForeignKey(
        Form,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("form"),
    )
    scheduled_date = models.DateTimeField(_("planned for"))
    actual_date = models.DateTimeField(_("held on"), null=True, blank=True)
    duration = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    location = KhmerCharField(_("where"), max_length=255, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=SessionStatus, default=SessionStatus.SCHEDULED
    )
    status_reason = KhmerTextField(_("reason"), blank=True)
    rescheduled_from = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rescheduled_to",
        verbose_name=_("moved from"),
    )
    pre_session_notes = KhmerTextField(_("notes before"), blank=True)
    session_notes = KhmerTextField(_("notes during"), blank=True)
    post_session_notes = KhmerTextField(_("notes after"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentoring session")
        verbose_name_plural = _("mentoring sessions")
        ordering = ["-scheduled_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="CANCELLED") | ~Q(status_reason=""),
                name="session_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="COMPLETED") | Q(actual_date__isnull=False),
                name="session_completed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(duration__isnull=True) | Q(duration__gte=1, duration__lte=1440),
                name="session_duration_range",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "status", "-scheduled_date", "-id"], name="session_place_status"
            ),
            models.Index(fields=["-scheduled_date", "-id"], name="session_newest"),
        ]

    def __str__(self) -> str:
        day = format_date(self.scheduled_date, get_language() or "km", "short")
        return f"{self.get_session_type_display()} {day}"

    @property
    def is_observation(self) -> bool:
        return self.session_type == SessionType.CLASSROOM_OBSERVATION
