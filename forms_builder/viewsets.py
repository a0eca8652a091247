"""Forms and domains in Wagtail's admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem as AdminMenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import (
    BooleanColumn,
    Column,
    LocaleColumn,
    StatusTagColumn,
    UpdatedAtColumn,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forms_builder.forms import DomainForm, ObservationFormForm, ScaleForm
from forms_builder.list_forms import ChoiceListForm
from forms_builder.models import (
    CalibrationLesson,
    ChoiceList,
    Domain,
    Form,
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
from forms_builder.views.lists import ObservationFormIndexView, TranslatedIndexView
from forms_builder.views.report import ReportView
from forms_builder.views.tables import TablesView
from forms_builder.views.translations import TranslationsView
from forms_builder.views.xlsform import OtherFormatsView, may_import


def _status(form: ObservationForm) -> str:
    if not form.live:
        return gettext("draft")
    return (
        gettext("published, with newer changes")
        if form.has_unpublished_changes
        else gettext("published")
    )


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
        Column("owner", label=_("Owner"), accessor=lambda form: form.owner or gettext("National")),
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
        place = "place__name_en" if get_language() == "en" else "place__name_km"
        row = Form.objects.filter(pk=OuterRef("translation_key"))
        return ObservationForm.objects.annotate(
            owner=Subquery(
                row.values(name=Coalesce(NullIf(F(place), Value("")), F("place__name_km")))
            ),
            version_number=Subquery(
                FormVersion.objects.current()
                .filter(form=OuterRef("translation_key"))
                .values("number")
            ),
        )

    # Pages about one form, beside those of Wagtail: name and view.
    form_views: ClassVar = {
        "changes": ChangesView,
        "compare": CompareView,
        "report": ReportView,
        "library": LibraryView,
        "tables": TablesView,
        "translations": TranslationsView,
        "answers": AnswersView,
        "formats": OtherFormatsView,
    }

    def get_copy_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the page of `CopyFormView`, where Wagtail shows its form for something new."""
        page = {"template_name": CopyFormView.template_name}
        return super().get_copy_view_kwargs(**page, **kwargs)

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
        return CalibrationLesson.objects.select_related("version__form").defer("version__schema")


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
