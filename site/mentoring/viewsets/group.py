"""The coordinator's screens of circles and of trainings of mentors."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column

from khmer.digits import written
from mentoring.actions.start_group import start_group
from mentoring.group_forms import GroupForm
from mentoring.models import MentoringGroup
from mentoring.viewsets.base import MentoringIndexView, MentoringInspectView, MentoringViewSet
from mentoring.viewsets.group_steps import STEPS
from people.models import User
from people.scoped_views import NOTHING, ScopedCreateView, day, moment


class GroupIndexView(MentoringIndexView):
    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            self.title_column("name", label=_("Name"), sort_key="name"),
            Column("kind", label=_("Kind of group"), accessor="get_kind_display", sort_key="kind"),
            Column("place", label=_("Place"), sort_key="place__sort_key"),
            Column("people", label=_("People"), accessor=lambda row: written(row.people)),
            Column("closed_at", label=_("Closed"), accessor=lambda row: moment(row.closed_at)),
        ]


class GroupInspectView(MentoringInspectView):
    def get_field_label(self, field_name: str, field: Any) -> str:
        if field_name == "memberships":
            return str(_("People"))
        if field_name == "sessions":
            return str(_("Mentoring sessions"))
        return super().get_field_label(field_name, field)

    def get_closed_at_display_value(self) -> str:
        return moment(self.object.closed_at)

    def get_memberships_display_value(self) -> SafeString | str:
        rows = [
            (
                row.person.respectful_name,
                row.get_part_display(),
                day(row.start_date),
                day(row.end_date) if row.end_date else _("open"),
            )
            for row in self.object.memberships.select_related("person")
        ]
        if not rows:
            return NOTHING
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} · {} · {} – {}</li>", rows))


class GroupViewSet(MentoringViewSet):
    model = MentoringGroup
    name = "groups"
    url_prefix = "mentoring/groups"
    icon = "group"
    menu_label = _("Circles and trainings")
    index_view_class = GroupIndexView
    inspect_view_class = GroupInspectView
    add_view_class = ScopedCreateView
    inspect_view_fields = ["name", "kind", "place", "closed_at", "memberships", "sessions"]
    list_filter = ["kind", "place"]
    list_export = ["name", "get_kind_display", "place", "created_at", "closed_at"]
    people_filters = {"place": "place"}
    search_fields = ["name", "place__name_km", "place__name_en"]
    form_class = GroupForm
    object_actions = STEPS

    def list_queryset(self, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        lasting = Q(memberships__ended_at__isnull=True, memberships__start_date__lte=today) & (
            Q(memberships__end_date__isnull=True) | Q(memberships__end_date__gte=today)
        )
        return queryset.select_related("place").annotate(
            people=Count("memberships", filter=lasting)
        )

    def perform_add(
        self, *, form: BaseForm, by: User, at: datetime.datetime, view: ScopedCreateView
    ) -> MentoringGroup:
        return start_group(by=by, at=at, **form.cleaned_data)
