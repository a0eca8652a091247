"""One tree of places, from the country down to the school."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import In
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from khmer.modelfields import KhmerCharField, SortKeyField
from people.choices import PlaceKind, SchoolPhase
from people.tree_paths import STEP_LENGTH, TreePathField, outermost, walks_its_order

if TYPE_CHECKING:
    from people.models.user import User


class PlaceQuerySet(MP_NodeQuerySet):
    def within(self, paths: Iterable[str]) -> PlaceQuerySet:
        """The places with these tree paths and everything below them; of no paths, nothing."""
        return self.filter(path__within=paths)

    def visible_to(self, user: User) -> PlaceQuerySet:
        """A coordinator's and leader's places with all below, and the schools of one's people.

        The gazetteer above schools is public knowledge, but a list that a person chooses
        from holds only what that person works with.
        """
        from people.models.user import User as UserModel
        from people.models.user import known_anywhere

        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        # Who is seen for the place of their school has it in there; the others bring theirs.
        people = UserModel.objects.filter(known_anywhere(user))
        return self.filter(
            Q(path__within=user.coordinated_paths + user.led_paths)
            | Q(pk__in=people.values("profile__school"))
        )


class PlaceManager(MP_NodeManager.from_queryset(PlaceQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> PlaceQuerySet:
        # Treebeard's manager would return a queryset of its own, which knows no scope.
        return PlaceQuerySet(self.model, using=self._db).order_by("path")


class Place(MP_Node):
    """A place with its official code. A school's code is its EMIS code."""

    node_order_by: list[str] = []
    steplen = STEP_LENGTH

    path = TreePathField(max_length=255, unique=True)
    code = models.CharField(_("code"), max_length=32)
    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind)
    name_km = KhmerCharField(_("Khmer name"), max_length=255)
    name_en = models.CharField(_("English name"), max_length=255, blank=True)
    sort_key = SortKeyField(source="name_km")

    objects = PlaceManager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="place_code_once_a_kind"),
        ]
        indexes = [models.Index(fields=["kind", "sort_key"], name="place_kind_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, Khmer where there is no English one."""
        if get_language() == "en" and self.name_en:
            return self.name_en
        return self.name_km


class _InPlaces(In):
    """A foreign key to Place against the tree paths that it must lie within."""

    def __init__(self, lhs: Any, rhs: list[str]) -> None:
        self.paths = rhs
        super().__init__(lhs, Place.objects.within(rhs).values("pk").query)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        sql, params = self.as_sql(compiler, connection)
        return ("+" if walks_its_order(compiler.query, self.paths) else "") + sql, params


def places_within(field: str, paths: Iterable[str]) -> Q:
    """Over rows that point at a place by `field`: those within the tree paths; of none, nothing.

    For a scope with an OR, where each side is then looked up by itself. Where it stands alone,
    `place__path__within=paths` is faster on PostgreSQL, since lists join the place anyhow.
    """
    return Q(_InPlaces(F(field), outermost(paths)))


class School(models.Model):
    """What a school has beyond its place in the tree."""

    place = models.OneToOneField(
        Place,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="school",
        verbose_name=_("place"),
    )
    phase = models.CharField(_("school phase"), max_length=16, choices=SchoolPhase)
    commune_code = models.CharField(_("commune code"), max_length=8, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def __str__(self) -> str:
        return str(self.place)
