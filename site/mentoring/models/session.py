"""A meeting of mentor and mentee or of a group: planned, held, moved, cancelled or missed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_builder.models import Form
from khmer.dates import format_date
from khmer.modelfields import KhmerCharField, KhmerTextField
from mentoring.choices import (
    LEADING_PARTS,
    MembershipPart,
    Part,
    RelationshipStatus,
    SessionStatus,
    SessionType,
)
from mentoring.models.group import Membership, MentoringGroup
from mentoring.models.relationship import MentoringRelationship
from people.models import Place
from people.models.place import places_within

if TYPE_CHECKING:
    from people.models import User


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> SessionQuerySet:
        """One's own sessions, those of the mentors one trains, and those of one's places.

        One's own row among the participants opens a session while a relationship or membership
        stands behind it (`ParticipantQuerySet.standing`).
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        scope = Q(pk__in=SessionParticipant.objects.standing(user).values("session"))
        trained = MentoringRelationship.objects.led_by_trainees_of(user)
        if trained is not None:
            scope |= Q(relationship__in=trained.values("pk"))
        scope |= places_within("place", user.coordinated_paths)
        return self.filter(scope)

    def coordinated_by(self, user: User) -> SessionQuerySet:
        """The sessions in the places that `user` coordinates today."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(place__path__within=user.coordinated_paths)

    def with_participants(self) -> SessionQuerySet:
        """With everybody who takes part: one query more, however many sessions there are."""
        return self.prefetch_related("participants")

    def awaiting_record_of(self, user: User) -> SessionQuerySet:
        """Sessions for which `user` may send a record, also after the relationship has ended.

        A phone may come back to the network late. This opens nothing to read; what may still be
        accepted is said by `mentoring.rules.can_observe`.
        """
        rows = SessionParticipant.objects.filter(person=user, part=Part.MENTOR)
        return self.filter(pk__in=rows.values("session")).exclude(
            relationship__status=RelationshipStatus.PROPOSED
        )


class MentoringSession(models.Model):
    """A session of a relationship or of a group; who takes part is in its participants.

    `form` is the form to fill; the answers bind to its version. The notes are plain text. `place`
    repeats the relationship's or the group's, for lists by place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    relationship = models.ForeignKey(
        MentoringRelationship,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("mentoring relationship"),
    )
    group = models.ForeignKey(
        MentoringGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("group"),
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
                condition=Q(relationship__isnull=False, group__isnull=True)
                | Q(relationship__isnull=True, group__isnull=False),
                name="session_of_pair_or_group",
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=False)
                | ~Q(session_type=SessionType.PEER_LEARNING_CIRCLE),
                name="session_circle_has_group",
            ),
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

    @property
    def roster(self) -> list[SessionParticipant]:
        """Who takes part, with the people. One query, none after `with_participants`."""
        return list(self.participants.all())

    def person_as(self, part: str) -> Any:
        """The first who takes part as that, None where nobody does."""
        return next((row.person for row in self.roster if row.part == part), None)

    def part_of(self, user: User) -> str:
        """As what `user` takes part, "" where they do not."""
        return next((row.part for row in self.roster if row.person_id == user.pk), "")

    def leads(self, user: User) -> bool:
        """Whether `user` is its mentor or a facilitator; what they may do says `rules`."""
        return self.part_of(user) in LEADING_PARTS

    @property
    def mentor(self) -> Any:
        """The mentor of a pair; None in a group."""
        return self.person_as(Part.MENTOR)

    @property
    def mentee(self) -> Any:
        """The mentee of a pair; None in a group."""
        return self.person_as(Part.MENTEE)


class ParticipantQuerySet(models.QuerySet):
    def standing(self, user: User, *parts: str) -> ParticipantQuerySet:
        """The rows of `user` (in one of `parts` if any are named) that open their session today.

        A row opens nothing by itself. Behind it stands a relationship that lasts, or for the
        mentee one that was; a second observer needs to train the mentor today; in a group the
        membership, for the facilitator as one.
        """
        today = timezone.localdate()
        rows = self.filter(person=user)
        if parts:
            rows = rows.filter(part__in=parts)
        lasting = MentoringRelationship.objects.lasting(today)
        led = lasting.filter(mentor=user)
        had = MentoringRelationship.objects.filter(mentee=user)
        member = Membership.objects.of(user)
        facilitator = Membership.objects.of(user, MembershipPart.FACILITATOR)
        standing = (
            Q(part=Part.MENTOR, session__relationship__in=led.values("pk"))
            | Q(part=Part.MENTEE, session__relationship__in=had.values("pk"))
            | Q(part=Part.PARTICIPANT, session__group__in=member.values("group"))
            | Q(part=Part.FACILITATOR, session__group__in=facilitator.values("group"))
        )
        trained = MentoringRelationship.objects.led_by_trainees_of(user)
        if trained is not None:
            standing |= Q(part=Part.CO_OBSERVER, session__relationship__in=trained.values("pk"))
        return rows.filter(standing)

    def visible_to(self, user: User) -> ParticipantQuerySet:
        """Those of the sessions that one sees."""
        return self.filter(session__in=MentoringSession.objects.visible_to(user).values("pk"))


class ParticipantManager(models.Manager.from_queryset(ParticipantQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> ParticipantQuerySet:
        """With the people: a row without its person says nothing."""
        return super().get_queryset().select_related("person")


class SessionParticipant(models.Model):
    """One person in one session. Written when it is planned, never worked out when it is read.

    `attended` is empty until the session was held.
    """

    session = models.ForeignKey(
        MentoringSession,
        on_delete=models.PROTECT,
        related_name="participants",
        verbose_name=_("mentoring session"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("person"),
    )
    part = models.CharField(_("part"), max_length=12, choices=Part)
    attended = models.BooleanField(_("was there"), null=True, blank=True)

    objects = ParticipantManager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]  # as they were planned: who leads first
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="participant_once_a_session"
            ),
            models.UniqueConstraint(
                fields=["session", "part"],
                condition=Q(part__in=["MENTOR", "MENTEE"]),
                name="participant_one_mentor_one_mentee",
            ),
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="participant_known_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.respectful_name} · {self.get_part_display()}"
