"""What mentoring needs to know of a person beyond the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khmer.modelfields import KhmerTextField
from people.choices import CommunicationStyle, ExpertiseLevel, SchoolPhase
from people.models.place import Place

if TYPE_CHECKING:
    from people.models.user import User


class ProfileQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ProfileQuerySet:
        from people.models.user import User as UserModel

        return self.filter(user__in=UserModel.objects.visible_to(user))


class Profile(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="profile",
        verbose_name=_("person"),
    )
    school = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("school"),
        limit_choices_to={"kind": "SCHOOL"},
    )
    phase = models.CharField(_("school phase"), max_length=16, choices=SchoolPhase, blank=True)
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    grades = models.JSONField(_("grades taught"), default=list, blank=True)
    development_goals = KhmerTextField(_("development goals"), blank=True)
    learning_preferences = KhmerTextField(_("learning preferences"), blank=True)
    communication_style = models.CharField(
        _("communication style"), max_length=8, choices=CommunicationStyle, blank=True
    )
    special_interests = KhmerTextField(_("special interests"), blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("capacity"), default=3, help_text=_("How many mentees at once.")
    )
    hours_a_month = models.PositiveSmallIntegerField(_("hours a month"), default=4)
    availability = models.JSONField(
        _("weekly availability"),
        default=list,
        blank=True,
        help_text=_("Half days, for example MON_AM."),
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=0) & Q(capacity__lte=50), name="profile_capacity_range"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Expertise(models.Model):
    """A person's level in one expertise area, named by the area's code."""

    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="expertise", verbose_name=_("profile")
    )
    area_code = models.SlugField(_("expertise area"), max_length=64)
    level = models.PositiveSmallIntegerField(_("level"), choices=ExpertiseLevel)

    class Meta:
        verbose_name = _("expertise")
        verbose_name_plural = _("expertise")
        ordering = ["area_code"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "area_code"], name="expertise_area_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1) & Q(level__lte=5), name="expertise_level_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code}: {self.level}"
