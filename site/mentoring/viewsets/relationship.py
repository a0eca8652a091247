"""The coordinator's screens of mentoring relationships."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn

from mentoring.actions.start_relationship import start_relationship
from mentoring.forms import RelationshipForm, focus_area_choices
from mentoring.models import MentoringRelationship
from mentoring.queries.attention import OF_RELATIONSHIPS
from mentoring.viewsets.base import (
    MentoringIndexView,
    MentoringInspectView,
    MentoringViewSet,
)
from mentoring.viewsets.relationship_steps import STEPS
from people.models import User
from people.scoped_views import NOTHING, ScopedCreateView, day


class RelationshipIndexView(MentoringIndexView):
    attention = OF_RELATIONSHIPS

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            self.title_column(
                "mentee",
                label=_("Mentee"),
                accessor="mentee.respectful_name",
                sort_key="mentee__sort_key",
            ),
            Column(
                "mentor",
                label=_("Mentor"),
                accessor="mentor.respectful_name",
                sort_key="mentor__sort_key",
            ),
            Column("place", label=_("School"), sort_key="place__sort_key"),
            StatusTagColumn("status", label=_("Status"), accessor="get_status_display"),
            Column(
                "start_date",
                label=_("Start date"),
                accessor=lambda row: day(row.start_date),
                sort_key="start_date",
            ),
            Column(
                "end_date",
                label=_("End date"),
                accessor=lambda row: day(row.end_date),
                sort_key="end_date",
            ),
        ]


class RelationshipInspectView(MentoringInspectView):
    def get_field_label(self, field_name: str, field: Any) -> str:
        if field_name == "sessions":
            return str(_("Mentoring sessions"))
        return super().get_field_label(field_name, field)

    def get_mentor_display_value(self) -> str:
        return self.object.mentor.respectful_name

    def get_mentee_display_value(self) -> str:
        return self.object.mentee.respectful_name

    def get_coordinator_display_value(self) -> str:
        coordinator = self.object.coordinator
        return coordinator.respectful_name if coordinator else NOTHING

    def get_start_date_display_value(self) -> str:
        return day(self.object.start_date)

    def get_end_date_display_value(self) -> str:
        return day(self.object.end_date)

    def get_focus_areas_display_value(self) -> str:
        names = dict(focus_area_choices())
        return ", ".join(names.get(code, code) for code in self.object.focus_areas) or NOTHING


class RelationshipViewSet(MentoringViewSet):
    model = MentoringRelationship
    name = "relationships"
    url_prefix = "mentoring/relationships"
    icon = "group"
    menu_label = _("Mentoring relationships")
    index_view_class = RelationshipIndexView
    inspect_view_class = RelationshipInspectView
    inspect_view_fields = [
        "mentee",
        "mentor",
        "place",
        "coordinator",
        "status",
        "start_date",
        "end_date",
        "focus_areas",
        "ending_reason",
        "sessions",
    ]
    list_filter = ["status", "place", "mentor"]
    list_export = [
        "mentee",
        "mentor",
        "place",
        "get_status_display",
        "start_date",
        "end_date",
    ]
    people_filters = {"place": "place", "mentor": "mentor"}
    search_fields = [
        "mentor__last_name",
        "mentor__first_name",
        "mentee__last_name",
        "mentee__first_name",
        "place__name_km",
        "place__name_en",
    ]
    form_class = RelationshipForm
    object_actions = STEPS

    def list_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.select_related("mentor", "mentee", "place")

    def perform_add(
        self, *, form: BaseForm, by: User, at: datetime.datetime, view: ScopedCreateView
    ) -> MentoringRelationship:
        return start_relationship(by=by, at=at, **form.cleaned_data)
