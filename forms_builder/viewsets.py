"""Forms and domains in Wagtail's admin."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem as AdminMenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import (
    BooleanColumn,
    Column,
    LocaleColumn,
    StatusTagColumn,
    UpdatedAtColumn,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.models import Locale
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup
from wagtail_localize.models import TranslationSource

from forms_builder.forms import DomainForm, ObservationFormForm, ScaleForm
from forms_builder.list_forms import ChoiceListForm
from forms_builder.models import (
    CalibrationLesson,
    ChoiceList,
    Domain,
    FormVersion,
    LibraryPart,
    ObservationForm,
    Scale,
)
from forms_builder.panels import ChangesPanel, VersionsPanel
from forms_builder.views.answers import AnswersView
from forms_builder.views.approval import FormWorkflowActionView
from forms_builder.views.changes import ChangesView, FormEditView
from forms_builder.views.compare import CompareView
from forms_builder.views.lessons import LessonChosenView, LessonEditView, LessonIndexView
from forms_builder.views.library import CopyFormView, LibraryView
from forms_builder.views.report import ReportView
from forms_builder.views.translations import TranslationsView
from forms_builder.views.xlsform import OtherFormatsView, may_import


class TranslatedIndexView(IndexView):
    """A list with the buttons of wagtail-localize, without its queries for every row."""

    @cached_property
    def _languages(self) -> dict[Any, set[int]]:
        languages: dict[Any, set[int]] = {}
        for key, locale in self.model.objects.values_list("translation_key", "locale_id"):
            languages.setdefault(key, set()).add(locale)
        return languages

    @cached_property
    def _sources(self) -> dict[tuple[Any, int], int]:
        return {
            (key, locale): pk
            for pk, key, locale in TranslationSource.objects.filter(
                specific_content_type=ContentType.objects.get_for_model(self.model),
                translations__enabled=True,
            ).values_list("pk", "object_id", "locale_id")
        }

    @cached_property
    def _all_locales(self) -> set[int]:
        return set(Locale.objects.values_list("pk", flat=True))

    @cached_property
    def _may_translate(self) -> bool:
        return self.request.user.has_perm("wagtail_localize.submit_translation")

    def get_list_buttons(self, instance: Any) -> list:
        buttons = []
        for button in self.get_list_more_buttons(instance):
            if not isinstance(button, MenuItem):
                buttons.append(button)
            elif button.is_shown(self.request.user):
                buttons.append(Button.from_menu_item(button))
        if self._may_translate:
            buttons += self._translation_buttons(instance)
        if not buttons:
            return []
        label = gettext("More options for '%(title)s'") % {"title": str(instance)}
        return [
            ButtonWithDropdown(
                buttons=buttons, icon_name="dots-horizontal", attrs={"aria-label": label}
            )
        ]

    def _translation_buttons(self, instance: Any) -> list:
        buttons = []
        options = self.model._meta
        if self._all_locales - self._languages.get(instance.translation_key, set()):
            buttons.append(
                Button(
                    gettext("Translate"),
                    reverse(
                        "wagtail_localize:submit_snippet_translation",
                        args=[options.app_label, options.model_name, quote(instance.pk)],
                    ),
                    icon_name="wagtail-localize-language",
                    priority=100,
                )
            )
        if source := self._sources.get((instance.translation_key, instance.locale_id)):
            buttons.append(
                Button(
                    gettext("Bring translations up to date"),
                    reverse("wagtail_localize:update_translations", args=[source]),
                    icon_name="resubmit",
                    priority=106,
                )
            )
        return buttons


def _status(form: ObservationForm) -> str:
    if not form.live:
        return gettext("draft")
    return (
        gettext("published, with newer changes")
        if form.has_unpublished_changes
        else gettext("published")
    )


class ObservationFormIndexView(TranslatedIndexView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if may_import(self.request.user):
            buttons.append(
                Button(
                    gettext("Import XLSForm"),
                    url=reverse("import_xlsform"),
                    icon_name="upload",
                    priority=10,
                )
            )
        return buttons

    def get_list_more_buttons(self, instance: ObservationForm) -> list:
        namespace = str(self.edit_url_name).rsplit(":", 1)[0]
        answers, formats = f"{namespace}:answers", f"{namespace}:formats"
        return [
            *super().get_list_more_buttons(instance),
            Button(
                gettext("Download answers"),
                reverse(answers, args=[quote(instance.pk)]),
                icon_name="download",
                priority=90,
            ),
            Button(
                gettext("XLSForm, XForm, CASE"),
                reverse(formats, args=[quote(instance.pk)]),
                icon_name="download",
                priority=92,
            ),
        ]


class ObservationFormViewSet(SnippetViewSet):
    model = ObservationForm
    edit_view_class = FormEditView
    index_view_class = ObservationFormIndexView
    workflow_action_view_class = FormWorkflowActionView
    icon = "clipboard-list"
    menu_label = _("Observation forms")
    menu_name = "observation-forms"
    list_display = [
        "title",
        "code",
        LocaleColumn(label=_("Language")),
        Column("version_number", label=_("Version"), accessor="version_number"),
        StatusTagColumn(
            "status",
            label=_("Status"),
            accessor=_status,
            sort_key="live",
            primary=lambda form: form.live,
        ),
        UpdatedAtColumn(),
    ]
    list_filter = ["live"]
    search_fields = ["title", "code"]
    ordering = ["code", "locale"]
    copy_view_enabled = True
    copy_view_class = CopyFormView
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [ChangesPanel(), *ObservationForm.panels, VersionsPanel()],
        base_form_class=ObservationFormForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ObservationForm]:
        return ObservationForm.objects.annotate(
            version_number=Subquery(
                FormVersion.objects.current()
                .filter(form_key=OuterRef("translation_key"))
                .values("number")
            )
        )

    # Pages about one form, beside those of Wagtail: name and view.
    form_views: ClassVar = {
        "changes": ChangesView,
        "compare": CompareView,
        "report": ReportView,
        "library": LibraryView,
        "translations": TranslationsView,
        "answers": AnswersView,
        "formats": OtherFormatsView,
    }

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            *(
                path(f"{name}/<{self.pk_path_converter}:pk>/", self.construct_view(view), name=name)
                for name, view in self.form_views.items()
            ),
        ]


class LibraryPartViewSet(SnippetViewSet):
    model = LibraryPart
    index_view_class = TranslatedIndexView
    icon = "folder-open-inverse"
    menu_label = _("Question library")
    menu_name = "question-library"
    list_display = ["title", LocaleColumn(label=_("Language")), UpdatedAtColumn()]
    search_fields = ["title", "description"]
    ordering = ["title", "locale"]
    copy_view_enabled = False


class ChoiceListViewSet(SnippetViewSet):
    model = ChoiceList
    icon = "list-ul"
    menu_label = _("Choice lists")
    menu_name = "choice-lists"
    list_display = ["title", "code"]
    search_fields = ["title", "code"]
    ordering = ["code"]
    copy_view_enabled = False
    edit_handler = ObjectList(ChoiceList.panels, base_form_class=ChoiceListForm)


class DomainViewSet(SnippetViewSet):
    model = Domain
    index_view_class = TranslatedIndexView
    icon = "tag"
    menu_label = _("Domains")
    menu_name = "domains"
    list_display = ["name", "code", LocaleColumn(label=_("Language")), UpdatedAtColumn()]
    search_fields = ["name", "code"]
    ordering = ["code", "locale"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("description", widget=AdminAutoHeightTextInput),
            FieldPanel("code"),
        ],
        base_form_class=DomainForm,
    )


class ScaleViewSet(SnippetViewSet):
    model = Scale
    index_view_class = TranslatedIndexView
    icon = "tasks"
    menu_label = _("Shared scales")
    menu_name = "shared-scales"
    list_display = ["name", "code", LocaleColumn(label=_("Language")), UpdatedAtColumn()]
    search_fields = ["name", "code"]
    ordering = ["code", "locale"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("levels"), FieldPanel("code")],
        base_form_class=ScaleForm,
    )


class ImportMenuItem(AdminMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


class LessonChooserViewSet(SnippetChooserViewSet):
    chosen_view_class = LessonChosenView


class CalibrationLessonViewSet(SnippetViewSet):
    model = CalibrationLesson
    index_view_class = LessonIndexView
    edit_view_class = LessonEditView
    chooser_viewset_class = LessonChooserViewSet
    icon = "media"
    menu_label = _("Reference lessons")
    menu_name = "reference-lessons"
    list_display = ["title", "version", BooleanColumn("is_ready", label=_("Expert codes"))]
    search_fields = ["title"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("version"),
            FieldPanel("description", widget=AdminAutoHeightTextInput),
            FieldPanel("video"),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalibrationLesson]:
        return CalibrationLesson.objects.select_related("version").defer("version__schema")


class FormsGroup(SnippetViewSetGroup):
    items = (
        ObservationFormViewSet,
        LibraryPartViewSet,
        CalibrationLessonViewSet,
        DomainViewSet,
        ScaleViewSet,
        ChoiceListViewSet,
    )
    menu_label = _("Observation forms")
    menu_name = "forms"
    menu_icon = "clipboard-list"
    menu_order = 210

    def get_submenu_items(self) -> list:
        return [
            *super().get_submenu_items(),
            ImportMenuItem(
                _("Import XLSForm"),
                reverse("import_xlsform"),
                name="import-xlsform",
                icon_name="upload",
                order=900,
            ),
        ]
