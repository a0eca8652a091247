"""The lists of forms and of what else is translated, in Wagtail's admin."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.models import Locale
from wagtail.snippets.views.snippets import IndexView
from wagtail_localize.models import TranslationSource

from forms_builder.models import ObservationForm
from forms_builder.views.xlsform import may_import


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
