"""What people adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from people.choices import Role
from people.import_view import ImportSchoolsView
from people.rules import can_manage_people
from people.viewsets import (
    ExpertiseAreaViewSet,
    PersonViewSet,
    PlaceViewSet,
    RoleViewSet,
    SubjectViewSet,
)

register_snippet(ExpertiseAreaViewSet)
register_snippet(SubjectViewSet)


@hooks.register("register_admin_viewset")
def people_viewsets() -> list[Any]:
    return [PersonViewSet(), RoleViewSet(), PlaceViewSet()]


@hooks.register("register_admin_urls")
def people_urls() -> list[Any]:
    return [path("places/import/", ImportSchoolsView.as_view(), name="import_schools")]


@hooks.register("register_log_actions")
def people_log_actions(actions: Any) -> None:
    actions.register_action("people.create_account", _("Make account"), _("Account made"))
    actions.register_action("people.update_account", _("Change account"), _("Account changed"))
    actions.register_action("people.deactivate_account", _("Close account"), _("Account closed"))
    actions.register_action(
        "people.reactivate_account", _("Open account"), _("Account opened again")
    )
    actions.register_action("people.reset_password", _("New password"), _("New password given"))
    actions.register_action("people.assign_role", _("Give role"), _("Role given"))
    actions.register_action("people.end_role", _("End role"), _("Role ended"))
    actions.register_action("people.import_schools", _("Import schools"), _("Schools imported"))


@hooks.register("construct_main_menu")
def hide_content_menus_from_coordinators(request: Any, items: list[Any]) -> None:
    """Reports on pages, and help on editing them, are for those who edit."""
    if _is_only_coordinator(request):
        items[:] = [item for item in items if item.name not in ("reports", "help")]


@hooks.register("construct_homepage_panels")
def hide_content_panels_from_coordinators(request: Any, panels: list[Any]) -> None:
    """Wagtail's own panels list pages and who edited them. Ours stay."""
    if _is_only_coordinator(request):
        panels[:] = [panel for panel in panels if not type(panel).__module__.startswith("wagtail.")]


def _is_only_coordinator(request: Any) -> bool:
    user = request.user
    return (
        can_manage_people(user) and not user.is_superuser and not user.has_role(Role.CONTENT_ADMIN)
    )
