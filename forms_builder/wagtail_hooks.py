"""Registers the forms with Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from forms_builder.viewsets import FormsGroup

register_snippet(FormsGroup)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("forms_builder.import_form", _("Import"), _("Imported from a file"))
