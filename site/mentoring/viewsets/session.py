"""The coordinator's screens of mentoring sessions."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn

from forms_builder.models import Form
from forms_builder.queries import with_titles
from mentoring.actions.schedule_session import schedule_session
from mentoring.choices import LEADING_PARTS
from mentoring.forms import ScheduleForm
from mentoring.models import MentoringSession
from mentoring.queries.attention import OF_SESSIONS
from mentoring.viewsets.base import (
    MentoringIndexView,
    MentoringInspectView,
    MentoringViewSet,
)
from mentoring.viewsets.session_steps import STEPS
from people.models import User
from people.scoped_views import NOTHING, ScopedCreateView, moment

ATTENDED = {None: NOTHING, True: _("was there"), False: _("was not there")}


def learning_in(session: MentoringSession) -> str:
    """The mentee, or the group's name."""
    return session.group.name if session.group else session.mentee.respectful_name


def leading_in(session: MentoringSession) -> str:
    """The mentor, or who leads the group."""
    return ", ".join(
        row.person.respectful_name for row in session.roster if row.part in LEADING_PARTS
    )


class SessionIndexView(MentoringIndexView):
    attention = OF_SESSIONS

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            self.title_column(
                "mentee",
                label=_("Mentee or group"),
                accessor=learning_in,
                sort_key="relationship__mentee__sort_key",
            ),
            Column(
                "mentor",
                label=_("Mentor or facilitator"),
                accessor=leading_in,
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
                accessor=lambda row: moment(row.scheduled_date),
                sort_key="scheduled_date",
            ),
            StatusTagColumn("status", label=_("Status"), accessor="get_status_display"),
        ]


class SessionInspectView(MentoringInspectView):
    """Without the notes taken during and after: those are the two partners' own."""

    def get_relationship_display_value(self) -> SafeString | str:
        relationship = self.object.relationship
        if relationship is None:
            return NOTHING
        return format_html(
            '<a href="{}">{} → {}</a>',
            reverse("relationships:inspect", args=(relationship.pk,)),
            relationship.mentor.respectful_name,
            relationship.mentee.respectful_name,
        )

    def get_group_display_value(self) -> SafeString | str:
        group = self.object.group
        if group is None:
            return NOTHING
        return format_html(
            '<a href="{}">{}</a>', reverse("groups:inspect", args=(group.pk,)), group
        )

    def get_field_label(self, field_name: str, field: Any) -> str:
        if field_name == "participants":
            return str(_("Participants"))
        return super().get_field_label(field_name, field)

    def get_participants_display_value(self) -> SafeString | str:
        rows = [
            (
                row.person.respectful_name,
                row.get_part_display(),
                ATTENDED[row.attended],
            )
            for row in self.object.roster
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} · {} · {}</li>", rows))

    def get_form_display_value(self) -> str:
        forms = Form.objects.filter(pk=self.object.form_id)
        found = with_titles(forms, get_language() or "km").first()
        return found.title if found else NOTHING

    def get_scheduled_date_display_value(self) -> str:
        return moment(self.object.scheduled_date)

    def get_actual_date_display_value(self) -> str:
        return moment(self.object.actual_date)

    def get_rescheduled_from_display_value(self) -> SafeString | str:
        previous = self.object.rescheduled_from
        if previous is None:
            return NOTHING
        return format_html(
            '<a href="{}">{}</a>',
            reverse("sessions:inspect", args=(previous.pk,)),
            moment(previous.scheduled_date),
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
        "group",
        "participants",
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
        "mentee",
        "mentor",
        "group",
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
        "group__name",
        "place__name_km",
        "place__name_en",
    ]
    form_class = ScheduleForm
    object_actions = STEPS

    def list_queryset(self, queryset: Any) -> QuerySet:
        return queryset.select_related(
            "relationship__place", "group__place", "place"
        ).with_participants()

    def perform_add(
        self, *, form: Any, by: User, at: datetime.datetime, view: ScopedCreateView
    ) -> MentoringSession:
        return schedule_session(
            relationship=form.cleaned_data["relationship"], by=by, at=at, **form.values()
        )
