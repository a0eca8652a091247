"""People who sign in, and who may see whom."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from khmer.clean import clean_line
from khmer.fold import fold
from khmer.modelfields import KhmerCharField, SortKeyField
from people import phones
from people.choices import Contrast, Gender, Honorific, Role, TextSize
from people.models.place import places_within
from people.scopes import person_scopes

if TYPE_CHECKING:
    from people.models.place import Place
    from people.models.role import RoleAssignment


# At least one letter, so that a username is never mistaken for a phone number; no @, so that it
# is never mistaken for an e-mail address. U+1780–17B3 are letters, U+17B6–17D3 and 17DD signs.
_USERNAME = re.compile(
    "(?=.*[a-z\u1780-\u17b3])[a-z0-9._\u1780-\u17b3\u17b6-\u17d3\u17d7\u17dc\u17dd-]+"
)


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> UserQuerySet:
        """Whom `user` may see: oneself, people of one's places, and partners in mentoring."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        at_school = places_within("profile__school", user.coordinated_paths)
        return self.filter(known_anywhere(user) | at_school)

    def with_role(self, role: Role, on: datetime.date) -> UserQuerySet:
        """People who hold `role` on the day `on`."""
        from people.models.role import RoleAssignment

        return self.filter(
            pk__in=RoleAssignment.objects.active(on).filter(role=role).values("user")
        )


def known_anywhere(user: User) -> Q:
    """Over User: whom `user` sees wherever their school is.

    That is oneself, who holds or held a role in one's places, and partners in mentoring.
    """
    roles = places_within("roles__place", user.coordinated_paths)
    scope = Q(pk=user.pk) | Q(pk__in=User.objects.filter(roles).values("pk"))
    for person_scope in person_scopes:
        scope |= person_scope(user)
    return scope


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=User.normalize_username(username or ""))


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person. Signs in by username, e-mail address or Cambodian phone number.

    `last_name` is the family name and comes first, `first_name` the given name, both in Khmer.
    """

    username = models.CharField(
        _("username"),
        max_length=150,
        unique=True,
        help_text=_("Khmer or Latin letters, digits and . _ - without spaces."),
        error_messages={
            "unique": _("This username is already taken. Choose another one."),
        },
    )
    first_name = KhmerCharField(_("given name"), max_length=150, blank=True)
    last_name = KhmerCharField(_("family name"), max_length=150, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=150, blank=True)
    sort_key = SortKeyField(source="full_name")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(
        _("phone"),
        max_length=20,
        blank=True,
        help_text=_("Cambodian number, for example 012 345 678."),
    )
    honorific = models.CharField(
        _("honorific"), max_length=16, choices=Honorific, default=Honorific.UNKNOWN
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, default=Gender.UNSTATED)
    grade_rank = KhmerCharField(_("official grade"), max_length=100, blank=True)
    seniority_years = models.PositiveSmallIntegerField(
        _("years of teaching"), null=True, blank=True
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("km", "ភាសាខ្មែរ"), ("en", "English")], default="km"
    )
    text_size = models.CharField(
        _("text size"), max_length=8, choices=TextSize, default=TextSize.NORMAL
    )
    contrast = models.CharField(
        _("contrast"), max_length=8, choices=Contrast, default=Contrast.NORMAL
    )
    simple = models.BooleanField(_("simple screens"), default=False)

    objects: ClassVar[UserManager] = UserManager()

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_once",
                violation_error_message=_(
                    "Another person already uses this e-mail address. Check the address, or "
                    "leave the box empty."
                ),
            ),
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="user_phone_once",
                violation_error_message=_(
                    "Another person already uses this phone number. Check the number, or leave "
                    "the box empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__startswith="+855"), name="user_phone_international"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """One spelling for look-alike usernames, since Khmer letters can be stored in many ways."""
        return fold(clean_line(username))

    def clean(self) -> None:
        """Normalise username, e-mail address and phone; say what to type where one is wrong."""
        self.username = self.normalize_username(self.username)
        self.email = type(self).objects.normalize_email(self.email)
        errors = {}
        if not _USERNAME.fullmatch(self.username):
            errors["username"] = _(
                "Use Khmer or Latin letters, digits and . _ - only, without spaces, and at least "
                "one letter."
            )
        if self.phone:
            try:
                self.phone = phones.normalise(self.phone)
            except ValueError:
                errors["phone"] = _(
                    "This is not a Cambodian phone number. Type it like 012 345 678."
                )
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs) -> None:
        self.username = self.normalize_username(self.username)
        super().save(*args, **kwargs)

    @property
    def phone_display(self) -> str:
        """The phone number as people write it: 012 345 678."""
        return phones.display(self.phone) if self.phone else ""

    @property
    def full_name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def respectful_name(self) -> str:
        """Honorific and full name: how a person is named on every screen."""
        return f"{self.get_honorific_display()} {self.full_name or self.username}"

    @property
    def school(self) -> Place | None:
        """The school this person works at, if any."""
        profile = getattr(self, "profile", None)
        return profile.school if profile else None

    @cached_property
    def active_roles(self) -> list[RoleAssignment]:
        """Roles held today, with their places. Kept for this instance, so for one request."""
        if not self.pk:
            return []
        return list(self.roles.active(timezone.localdate()).select_related("place"))

    def forget_roles(self) -> None:
        """Read the roles anew at the next question, after one was given or ended."""
        for name in ("active_roles", "coordinated_paths", "led_paths"):
            self.__dict__.pop(name, None)

    def has_role(self, *roles: Role) -> bool:
        return any(assignment.role in roles for assignment in self.active_roles)

    def _paths(self, role: Role) -> list[str]:
        return [r.place.path for r in self.active_roles if r.role == role and r.place]

    @cached_property
    def coordinated_paths(self) -> list[str]:
        """Tree paths of the places this person coordinates today."""
        return self._paths(Role.COORDINATOR)

    @cached_property
    def led_paths(self) -> list[str]:
        """Tree paths of the schools this person leads today."""
        return self._paths(Role.SCHOOL_LEADER)
