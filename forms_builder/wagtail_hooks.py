"""Registers the forms with Wagtail's admin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from forms_builder.views.po_files import take_po_file
from forms_builder.views.xlsform import ImportXlsFormView
from forms_builder.viewsets import FormsGroup

register_snippet(FormsGroup)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("forms_builder.import_form", _("Import"), _("Imported from a file"))
    actions.register_action(
        "forms_builder.export_answers", _("Export answers"), _("Answers exported to a file")
    )
    actions.register_action(
        "forms_builder.set_expert_codes", _("Enter expert codes"), _("Expert codes entered")
    )


@hooks.register("register_log_actions")
def register_xlsform_log_actions(actions):
    actions.register_action(
        "forms_builder.import_xlsform", _("Import XLSForm"), _("Imported from an XLSForm")
    )


@hooks.register("register_log_actions")
def register_editing_log_actions(actions):
    actions.register_action(
        "forms_builder.insert_from_library",
        _("Insert from the library"),
        _("Inserted questions from the library"),
    )
    actions.register_action(
        "forms_builder.copy_form", _("Copy"), _("Made as a copy of another form")
    )
    actions.register_action(
        "forms_builder.keep_table", _("Change a table"), _("Changed a table to look things up in")
    )
    actions.register_action(
        "forms_builder.take_translations",
        _("Take in translations"),
        _("Took in translations from a file"),
    )


@hooks.register("register_admin_urls")
def register_xlsform_urls():
    return [path("forms/import/", ImportXlsFormView.as_view(), name="import_xlsform")]


# Before wagtail-localize's own, which stands at the same address.
@hooks.register("register_admin_urls", order=-1)
def register_po_urls():
    return [
        path(
            "localize/translate/<int:translation_id>/pofile/upload/",
            take_po_file,
            name="take_po_file",
        )
    ]
