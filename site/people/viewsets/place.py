"""Places in the admin: a list to look things up in. Schools come in by import."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from people import phones, rules
from people.choices import PlaceKind
from people.models import Place, User
from people.scoped_views import ScopedIndexView
from people.scoped_viewset import ScopedModelViewSet


class PlaceFilterSet(WagtailFilterSet):
    class Meta:
        model = Place
        fields = ["kind"]


class PlaceIndexView(ScopedIndexView):
    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column("name", label=_("Name"), sort_key="sort_key"),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("code", label=_("Code"), sort_key="code"),
            Column("phase", label=_("School phase"), accessor=lambda place: phase(place) or ""),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not rules.can_import_schools(self.request.user):
            return []
        url = reverse("import_schools")
        return [HeaderButton(_("Import schools"), url=url, icon_name="upload")]


class PlaceViewSet(ScopedModelViewSet):
    model = Place
    name = "places"
    icon = "site"
    menu_label = _("Schools and places")
    menu_name = "places"
    menu_order = 130
    add_to_admin_menu = True
    index_view_class = PlaceIndexView
    filterset_class = PlaceFilterSet
    ordering = ("-kind", "sort_key")  # schools first
    add_view_enabled = False
    edit_view_enabled = False
    history_view_enabled = False
    search_fields = ["name_km", "name_en", "code"]
    list_export = ["code", "name_km", "name_en", "kind"]
    export_filename = "places"
    inspect_view_fields = [
        "name_km",
        "name_en",
        "kind",
        "code",
        (
            _("Within"),
            lambda place, user: ", ".join(p.name for p in reversed(place.get_ancestors())),
        ),
        (_("School phase"), lambda place, user: phase(place)),
        (_("Phone"), lambda place, user: phone(place)),
    ]

    def can_view(self, user: User) -> bool:
        return rules.can_manage_people(user)

    def visible_to(self, user: User) -> models.QuerySet:
        return super().visible_to(user).exclude(kind=PlaceKind.VILLAGE)

    def list_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.select_related("school")


def within(place: Place) -> str:
    """The places above, the nearest first."""
    return ", ".join(above.name for above in reversed(list(place.get_ancestors())))


def phase(place: Place) -> Any:
    school = getattr(place, "school", None)
    return school and school.get_phase_display()


def phone(place: Place) -> str:
    school = getattr(place, "school", None)
    return phones.display(school.phone) if school and school.phone else ""
