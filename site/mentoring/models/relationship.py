"""Who mentors whom, from when to when."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring.choices import OPEN_STATUSES, RelationshipStatus
from people.choices import Role
from people.models import Place
from people.models.place import places_within

if TYPE_CHECKING:
    from people.models import User


class RelationshipQuerySet(models.QuerySet):
    def open(self) -> RelationshipQuerySet:
        return self.filter(status__in=OPEN_STATUSES)

    def lasting(self, on: datetime.date) -> RelationshipQuerySet:
        """Relationships that give their mentor access on the day `on`."""
        return self.filter(
            Q(end_date__isnull=True) | Q(end_date__gte=on),
            start_date__lte=on,
            status__in=(RelationshipStatus.ACTIVE, RelationshipStatus.PAUSED),
        )

    def visible_to(self, user: User) -> RelationshipQuerySet:
        """Own relationships, those of the mentors one trains, and those of one's places.

        A mentee keeps sight of their own past; a mentor's sight ends with the relationship
        (`domain.md`: access follows the relationship dates), except that a proposed one is
        shown to both before it begins.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        today = timezone.localdate()
        lasting = MentoringRelationship.objects.lasting(today)
        scope = Q(mentee=user)
        scope |= Q(mentor=user, status=RelationshipStatus.PROPOSED)
        scope |= Q(pk__in=lasting.filter(mentor=user).values("pk"))
        trained = self.led_by_trainees_of(user)
        if trained is not None:
            scope |= Q(pk__in=trained.values("pk"))
        scope |= places_within("place", user.coordinated_paths)
        return self.filter(scope)

    def led_by_trainees_of(self, user: User) -> RelationshipQuerySet | None:
        """Today's relationships of the mentors whom `user` trains; None for no master mentor."""
        if not user.has_role(Role.MASTER_MENTOR):
            return None
        lasting = MentoringRelationship.objects.lasting(timezone.localdate())
        return lasting.filter(mentor__in=lasting.filter(mentor=user).values("mentee"))

    def coordinated_by(self, user: User) -> RelationshipQuerySet:
        """Those of the places that `user` coordinates today, not one's own as mentor or mentee."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(place__path__within=user.coordinated_paths)


class MentoringRelationship(models.Model):
    """One mentor and one mentee. Ending it never deletes it.

    A master mentor's relationship with a mentor is one too: there the mentor is the mentee.
    `place` is the mentee's school, which decides whose coordinator sees it. `mentor_slot` counts
    the mentor's open relationships from 1 to their capacity: since each slot is taken once,
    two coordinators at the same moment cannot exceed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="relationships_as_mentor",
        verbose_name=_("mentor"),
    )
    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="relationships_as_mentee",
        verbose_name=_("mentee"),
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relationships_as_coordinator",
        verbose_name=_("coordinator"),
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="relationships", verbose_name=_("school")
    )
    start_date = models.DateField(_("start date"))
    end_date = models.DateField(_("end date"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=RelationshipStatus, default=RelationshipStatus.ACTIVE
    )
    mentor_slot = models.PositiveSmallIntegerField(
        _("place among the mentor's mentees"), default=1, editable=False
    )
    focus_areas = models.JSONField(_("focus areas"), default=list, blank=True)
    ending_reason = models.TextField(_("reason for ending"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentoring relationship")
        verbose_name_plural = _("mentoring relationships")
        ordering = ["-start_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")), name="relationship_not_with_oneself"
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(status__in=["PROPOSED", "ACTIVE", "PAUSED"]),
                name="relationship_open_once",
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentor_slot"],
                condition=Q(status__in=["PROPOSED", "ACTIVE", "PAUSED"]),
                name="relationship_slot_once",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="relationship_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["COMPLETED", "ENDED"]) | Q(end_date__isnull=False),
                name="relationship_closed_has_end",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "status", "-start_date"], name="relationship_place"),
            models.Index(fields=["-start_date", "-id"], name="relationship_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor.respectful_name} → {self.mentee.respectful_name}"

    def end_date_if_closed(self, at: datetime.datetime) -> datetime.date:
        """The last day of a relationship that is closed at the moment `at`.

        The agreed end where that is past, else today; one that has not begun ends on its first day.
        """
        today = timezone.localdate(at)
        last = min(today, self.end_date) if self.end_date else today
        return max(last, self.start_date)
