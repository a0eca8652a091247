"""Names of what the API writes into the audit log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("api.issue_token", _("New API token"), _("API token made"))
    actions.register_action("api.end_tokens", _("End API tokens"), _("API tokens ended"))
