"""What mentoring adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from mentoring import audit
from mentoring.viewsets import MentoringMenu
from mentoring.viewsets.desk import CoordinatorsDesk
from people.rules import can_manage_people


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, (label, message) in audit.ACTIONS.items():
        actions.register_action(audit.PREFIX + action, label, message)


@hooks.register("register_admin_viewset")
def register_viewsets() -> MentoringMenu:
    return MentoringMenu()


@hooks.register("construct_homepage_panels")
def add_coordinators_desk(request: HttpRequest, panels: list) -> None:
    user: Any = request.user
    if can_manage_people(user):
        panels.append(CoordinatorsDesk())
