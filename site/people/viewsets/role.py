"""Roles in the admin: who holds which, where, from when to when."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from people import rules
from people.actions.assign_role import assign_role
from people.actions.end_role import end_role
from people.forms import EndRoleForm, RoleForm
from people.models import RoleAssignment, User
from people.object_action import ObjectActionView
from people.scoped_views import ScopedIndexView, day
from people.scoped_viewset import ScopedModelViewSet


class RoleFilterSet(WagtailFilterSet):
    class Meta:
        model = RoleAssignment
        fields = ["role"]


class RoleIndexView(ScopedIndexView):
    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column(
                "user",
                label=_("Person"),
                accessor=lambda role: role.user.respectful_name,
                sort_key="user__sort_key",
            ),
            Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
            Column("place", label=_("Place")),
            Column(
                "start_date",
                label=_("From"),
                accessor=lambda role: day(role.start_date),
                sort_key="start_date",
            ),
            Column(
                "end_date",
                label=_("Until"),
                accessor=lambda role: day(role.end_date),
                sort_key="end_date",
            ),
        ]


class EndRoleView(ObjectActionView):
    name = "end"
    label = _("End the role")
    icon_name = "cross"
    question = _("%(object)s. Access ends with the role; what the person did in it stays.")
    form_class = EndRoleForm

    @classmethod
    def allowed(cls, user: User, instance: RoleAssignment) -> bool:
        today = timezone.localdate()
        over = instance.ended_at or (instance.end_date and instance.end_date < today)
        return not over and rules.can_end_role(user, instance)

    def perform(
        self, *, form: EndRoleForm, instance: RoleAssignment, by: User, at: datetime.datetime
    ) -> None:
        end_role(assignment=instance, last_day=form.cleaned_data["last_day"], by=by, at=at)


class RoleViewSet(ScopedModelViewSet):
    model = RoleAssignment
    name = "roles"
    icon = "user"
    menu_label = _("Roles")
    menu_name = "roles"
    menu_order = 120
    add_to_admin_menu = True
    form_class = RoleForm
    index_view_class = RoleIndexView
    filterset_class = RoleFilterSet
    edit_view_enabled = False
    search_fields = ["user__last_name", "user__first_name", "user__username", "place__name_km"]
    object_actions = [EndRoleView]
    inspect_view_fields = ["user", "role", "place", "start_date", "end_date"]

    def can_view(self, user: User) -> bool:
        return rules.can_manage_people(user)

    can_add = can_view

    def list_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.select_related("user", "place")

    def perform_add(
        self, *, form: RoleForm, by: User, at: datetime.datetime, view: Any
    ) -> RoleAssignment:
        return assign_role(**form.cleaned_data, by=by, at=at)
