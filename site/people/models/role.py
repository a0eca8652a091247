"""A role is an assignment: who, which role, where, from when to when."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.choices import PlaceKind, Role
from people.models.place import Place, places_within

if TYPE_CHECKING:
    from people.models.user import User


class RoleAssignmentQuerySet(models.QuerySet):
    def active(self, on: datetime.date) -> RoleAssignmentQuerySet:
        """Assignments in force on the day `on`; the end date is the last day, unless the role
        was ended at once."""
        return self.filter(
            Q(end_date__isnull=True) | Q(end_date__gte=on),
            start_date__lte=on,
            ended_at__isnull=True,
        )

    def visible_to(self, user: User) -> RoleAssignmentQuerySet:
        """One's own roles and, for a coordinator, those inside their places."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(user=user) | places_within("place", user.coordinated_paths))


# Where each role makes sense (`domain.md`, People). A role that is not named here goes anywhere.
PLACE_KINDS = {
    Role.COORDINATOR: (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.CLUSTER),
    Role.SCHOOL_LEADER: (PlaceKind.SCHOOL,),
}


class RoleAssignment(models.Model):
    """`end_date` is the last day of the role; `ended_at` is set where it was ended at once."""

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
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["-start_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="role_dates_in_order",
                violation_error_message=_("The role ends before it begins. Check the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | Q(role=Role.CONTENT_ADMIN),
                name="role_has_place",
                violation_error_message=_("Choose the place where this role is held."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(end_date__isnull=False),
                name="role_ended_has_date",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "place"],
                condition=Q(end_date__isnull=True),
                name="role_open_once",
                violation_error_message=_(
                    "This person already holds this role at this place. End it first, or choose "
                    "another role or place."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def clean(self) -> None:
        kinds = PLACE_KINDS.get(Role(self.role)) if self.role in Role.values else None
        if kinds and self.place and self.place.kind not in kinds:
            raise ValidationError(
                {
                    "place": _("This role is held at: %(kinds)s. Choose such a place.")
                    % {"kinds": ", ".join(str(kind.label) for kind in kinds)}
                }
            )
