"""What mentoring adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from mentoring import audit


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, (label, message) in audit.ACTIONS.items():
        actions.register_action(audit.PREFIX + action, label, message)
