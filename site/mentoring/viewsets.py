"""The coordinator's screens of relationships and sessions: their own places, no rating."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.forms import BaseForm
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from khmer.dates import format_date, format_datetime
from mentoring import relationship_steps, session_steps
from mentoring.actions.schedule_session import schedule_session
from mentoring.actions.start_relationship import start_relationship
from mentoring.errors import NotPossibleNow
from mentoring.forms import RelationshipForm, ScheduleForm, focus_area_choices
from mentoring.models import MentoringRelationship, MentoringSession
from mentoring.queries.attention import OF_RELATIONSHIPS, OF_SESSIONS
from people.models import Place, User
from people.rules import can_manage_people
from people.scoped_views import ScopedCreateView, ScopedIndexView, ScopedInspectView
from people.scoped_viewset import ScopedModelViewSet


def _day(value: datetime.date | None) -> str:
    return format_date(value, get_language() or "km", "short") if value else "–"


def _moment(value: datetime.datetime | None) -> str:
    return format_datetime(value, get_language() or "km", "short") if value else "–"


class MentoringIndexView(ScopedIndexView):
    """A list that `?attention=<key>` narrows to one of the counted lists of the desk."""

    attention: dict[str, Any] = {}

    def get_base_queryset(self) -> QuerySet:
        queryset = super().get_base_queryset()
        if self.attention_key:
            _words, narrow = self.attention[self.attention_key]
            queryset = narrow(queryset, timezone.now())
        return queryset

    @property
    def attention_key(self) -> str:
        key = self.request.GET.get("attention", "")
        return key if key in self.attention else ""

    def get_page_subtitle(self) -> str:
        return str(self.attention[self.attention_key][0]) if self.attention_key else ""

    @cached_property
    def filters(self) -> Any:
        """The filters offer only what occurs in the rows that the person sees."""
        filterset = super().filters
        if filterset:
            rows = self.viewset.visible_to(self.request.user)
            for name, field in filterset.form.fields.items():
                path = self.viewset.people_filters.get(name)
                if path:
                    model = Place if path.endswith("place") else User
                    field.queryset = model.objects.filter(pk__in=rows.values(path))
        return filterset


class MentoringInspectView(ScopedInspectView):
    """One row, with buttons for what can be done to it and for its history."""

    history_url_name = None

    @cached_property
    def header_buttons(self) -> list:
        return [
            *super().header_buttons,
            HeaderButton(
                _("History"),
                url=reverse(self.history_url_name, args=(quote(self.object.pk),)),
                icon_name="history",
            ),
        ]


class MentoringViewSet(ScopedModelViewSet):
    """What both screens share: coordinators and superusers, and only what they coordinate."""

    edit_view_enabled = False
    inspect_view_class = MentoringInspectView
    refusals = (*ScopedModelViewSet.refusals, NotPossibleNow)
    people_filters: dict[str, str] = {}

    def can_view(self, user: User) -> bool:
        return can_manage_people(user)

    def can_add(self, user: User) -> bool:
        return can_manage_people(user)

    def can_change(self, user: User) -> bool:
        return can_manage_people(user)

    def visible_to(self, user: User) -> Any:
        rows: Any = super().visible_to(user)
        return rows.coordinated_by(user)


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
                accessor=lambda row: _day(row.start_date),
                sort_key="start_date",
            ),
            Column(
                "end_date",
                label=_("End date"),
                accessor=lambda row: _day(row.end_date),
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
        return coordinator.respectful_name if coordinator else "–"

    def get_start_date_display_value(self) -> str:
        return _day(self.object.start_date)

    def get_end_date_display_value(self) -> str:
        return _day(self.object.end_date)

    def get_focus_areas_display_value(self) -> str:
        names = dict(focus_area_choices())
        return ", ".join(names.get(code, code) for code in self.object.focus_areas) or "–"

    def get_sessions_display_value(self) -> SafeString | str:
        name = session_viewset.get_url_name("inspect")
        rows = [
            (
                reverse(name, args=(session.pk,)),
                _moment(session.scheduled_date),
                session.get_session_type_display(),
                session.get_status_display(),
            )
            for session in self.object.sessions.order_by("-scheduled_date", "-pk")
        ]
        if not rows:
            return "–"
        return format_html(
            "<ul>{}</ul>",
            format_html_join("", '<li><a href="{}">{}</a> · {} · {}</li>', rows),
        )


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
    object_actions = relationship_steps.STEPS

    def list_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.select_related("mentor", "mentee", "place")

    def perform_add(
        self, *, form: BaseForm, by: User, at: datetime.datetime, view: ScopedCreateView
    ) -> MentoringRelationship:
        return start_relationship(by=by, at=at, **form.cleaned_data)


class SessionIndexView(MentoringIndexView):
    attention = OF_SESSIONS

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            self.title_column(
                "mentee",
                label=_("Mentee"),
                accessor="relationship.mentee.respectful_name",
                sort_key="relationship__mentee__sort_key",
            ),
            Column(
                "mentor",
                label=_("Mentor"),
                accessor="relationship.mentor.respectful_name",
                sort_key="relationship__mentor__sort_key",
            ),
            Column("place", label=_("School"), sort_key="place__sort_key"),
            Column(
                "session_type",
                label=_("Kind of session"),
                accessor="get_session_type_display",
                sort_key="session_type",
            ),
            Column(
                "scheduled_date",
                label=_("Planned for"),
                accessor=lambda row: _moment(row.scheduled_date),
                sort_key="scheduled_date",
            ),
            StatusTagColumn("status", label=_("Status"), accessor="get_status_display"),
        ]


class SessionInspectView(MentoringInspectView):
    """Without the notes taken during and after: those are the two partners' own."""

    def get_relationship_display_value(self) -> SafeString:
        relationship = self.object.relationship
        return format_html(
            '<a href="{}">{} → {}</a>',
            reverse(relationship_viewset.get_url_name("inspect"), args=(relationship.pk,)),
            relationship.mentor.respectful_name,
            relationship.mentee.respectful_name,
        )

    def get_scheduled_date_display_value(self) -> str:
        return _moment(self.object.scheduled_date)

    def get_actual_date_display_value(self) -> str:
        return _moment(self.object.actual_date)

    def get_rescheduled_from_display_value(self) -> SafeString | str:
        previous = self.object.rescheduled_from
        if previous is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>',
            reverse(session_viewset.get_url_name("inspect"), args=(previous.pk,)),
            _moment(previous.scheduled_date),
        )


class SessionCreateView(ScopedCreateView):
    def get_initial(self) -> dict[str, Any]:
        return {"relationship": self.request.GET.get("relationship", "")}


class SessionViewSet(MentoringViewSet):
    model = MentoringSession
    name = "sessions"
    url_prefix = "mentoring/sessions"
    icon = "calendar-alt"
    menu_label = _("Mentoring sessions")
    index_view_class = SessionIndexView
    inspect_view_class = SessionInspectView
    add_view_class = SessionCreateView
    inspect_view_fields = [
        "relationship",
        "place",
        "session_type",
        "form",
        "scheduled_date",
        "actual_date",
        "duration",
        "location",
        "status",
        "status_reason",
        "rescheduled_from",
        "pre_session_notes",
    ]
    list_filter = ["status", "session_type", "place"]
    list_export = [
        "relationship.mentee",
        "relationship.mentor",
        "place",
        "get_session_type_display",
        "scheduled_date",
        "get_status_display",
    ]
    people_filters = {"place": "place"}
    search_fields = [
        "relationship__mentor__last_name",
        "relationship__mentor__first_name",
        "relationship__mentee__last_name",
        "relationship__mentee__first_name",
        "place__name_km",
        "place__name_en",
    ]
    form_class = ScheduleForm
    object_actions = session_steps.STEPS

    def list_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.select_related(
            "relationship__mentor", "relationship__mentee", "relationship__place", "place", "form"
        )

    def perform_add(
        self, *, form: Any, by: User, at: datetime.datetime, view: ScopedCreateView
    ) -> MentoringSession:
        return schedule_session(
            relationship=form.cleaned_data["relationship"], by=by, at=at, **form.values()
        )


relationship_viewset = RelationshipViewSet()
session_viewset = SessionViewSet()


class MentoringGroup(ModelViewSetGroup):
    menu_label = _("Mentoring")
    menu_icon = "group"
    menu_order = 150
    items = (relationship_viewset, session_viewset)
