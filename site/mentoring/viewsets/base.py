"""What the coordinator's screens share: their own places, further actions, no rating."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from mentoring.errors import NotPossibleNow
from people.models import Place, User
from people.rules import can_manage_people
from people.scoped_views import NOTHING, ScopedIndexView, ScopedInspectView, moment
from people.scoped_viewset import ScopedModelViewSet


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
    """One row, with buttons for what can be done to it and, under "more", for its history."""

    history_url_name = None

    def get_sessions_display_value(self) -> SafeString | str:
        """The sessions of a relationship or group, the newest first."""
        rows = [
            (
                reverse("sessions:inspect", args=(session.pk,)),
                moment(session.scheduled_date),
                session.get_session_type_display(),
                session.get_status_display(),
            )
            for session in self.object.sessions.order_by("-scheduled_date", "-pk")
        ]
        if not rows:
            return NOTHING
        return format_html(
            "<ul>{}</ul>",
            format_html_join("", '<li><a href="{}">{}</a> · {} · {}</li>', rows),
        )

    @cached_property
    def header_more_buttons(self) -> list:
        return [
            *super().header_more_buttons,
            Button(
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
        """Narrower than the model's `visible_to`: nobody's own meetings are opened here."""
        return self.model._default_manager.coordinated_by(user)
