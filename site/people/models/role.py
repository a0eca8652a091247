"""A role is an assignment: who, which role, where, from when to when."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.choices import Role
from people.models.place import Place

if TYPE_CHECKING:
    from people.models.user import User


class RoleAssignmentQuerySet(models.QuerySet):
    def active(self, on: datetime.date) -> RoleAssignmentQuerySet:
        """Assignments in force on the day `on`; the end date is the last day."""
        return self.filter(Q(end_date__isnull=True) | Q(end_date__gte=on), start_date__lte=on)

    def visible_to(self, user: User) -> RoleAssignmentQuerySet:
        """One's own roles and, for a coordinator, those inside their places."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        scope = Q(user=user)
        for path in user.coordinated_paths:
            scope |= Q(place__path__startswith=path)
        return self.filter(scope)


class RoleAssignment(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="roles",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("place"),
        help_text=_("Content admins need no place; every other role has one."),
    )
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["-start_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="role_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | Q(role=Role.CONTENT_ADMIN),
                name="role_has_place",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "place"],
                condition=Q(end_date__isnull=True),
                name="role_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
