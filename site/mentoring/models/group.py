"""Several people who learn together: a peer learning circle, or the training of mentors."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khmer.modelfields import KhmerCharField
from mentoring.choices import GroupKind, MembershipPart
from people.models import Place
from people.models.place import places_within

if TYPE_CHECKING:
    from people.models import User


class GroupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> GroupQuerySet:
        """The groups that one belongs to today, and those of the places one coordinates."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        scope = Q(pk__in=Membership.objects.of(user).values("group"))
        scope |= places_within("place", user.coordinated_paths)
        return self.filter(scope)

    def coordinated_by(self, user: User) -> GroupQuerySet:
        """Those of the places that `user` coordinates today, not one's own as a member."""
        if user.is_superuser:
            return self.all()
        return self.filter(place__path__within=user.coordinated_paths)


class MentoringGroup(models.Model):
    """A circle of teachers, or mentors whom a master mentor trains. It rates nobody.

    `place` decides whose coordinator looks after it. `closed_at` ends it with all memberships.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = KhmerCharField(_("name"), max_length=255)
    kind = models.CharField(_("kind of group"), max_length=8, choices=GroupKind)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="groups", verbose_name=_("place")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="group_has_name"),
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_known_kind"),
        ]
        indexes = [models.Index(fields=["place", "name"], name="group_place")]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    def lasting(self, on: datetime.date) -> MembershipQuerySet:
        """Memberships in force on the day `on`; the end date is the last day, unless the
        membership was ended at once."""
        return self.filter(
            Q(end_date__isnull=True) | Q(end_date__gte=on),
            start_date__lte=on,
            ended_at__isnull=True,
        )

    def of(self, user: User, *parts: str) -> MembershipQuerySet:
        """The memberships of `user` that last today, in one of `parts` if any are named."""
        found = self.lasting(timezone.localdate()).filter(person=user)
        return found.filter(part__in=parts) if parts else found

    def visible_to(self, user: User) -> MembershipQuerySet:
        """Those of the groups that one sees."""
        return self.filter(group__in=MentoringGroup.objects.visible_to(user).values("pk"))


class Membership(models.Model):
    """Who belongs to a group, as what, from when to when.

    `end_date` is the last day of access; `ended_at` is set where it was ended at once.
    """

    group = models.ForeignKey(
        MentoringGroup,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("group"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    part = models.CharField(_("part"), max_length=12, choices=MembershipPart)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["part", "start_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=MembershipPart.values), name="membership_known_part"
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="membership_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(end_date__isnull=False),
                name="membership_ended_has_date",
            ),
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(ended_at__isnull=True),
                name="membership_once_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.respectful_name} · {self.group}"
