"""The languages of a form: what is missing in each, and its texts out and in as a table."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail_localize.models import StringSegment, Translation

from forms_builder.actions.take_translations import take_translations
from forms_builder.completeness import missing_in_drafts
from forms_builder.models import ObservationForm
from forms_builder.queries import leading_form
from forms_builder.strings import plain
from forms_builder.translation_sheets import SheetRefused, rows_of_workbook, workbook_of
from forms_builder.views.base import FormView
from khmer.digits import written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TranslationsView(FormView):
    """`?download=en` gives the table of that language; posting takes one in."""

    page_title = gettext_lazy("Languages of the form")
    template_name = "forms_builder/admin/translations.html"

    @cached_property
    def leading(self) -> ObservationForm:
        return leading_form(self.object.form_key) or self.live_object

    def _translation(self, language: str) -> Translation:
        found = (
            Translation.objects.filter(
                source__object_id=self.object.form_key,
                target_locale__language_code=language,
                enabled=True,
            )
            .select_related("source", "target_locale")
            .first()
        )
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if language := request.GET.get("download"):
            return self._download(self._translation(language))
        return super().get(request, *args, **kwargs)

    def _download(self, translation: Translation) -> HttpResponse:
        segments = (
            StringSegment.objects.filter(source=translation.source)
            .order_by("order")
            .select_related("context", "string")
            .annotate_translation(translation.target_locale)
        )
        data = workbook_of(
            (
                plain(segment.string.data),
                plain(segment.translation) if segment.translation else "",
                segment.context.path,
            )
            for segment in segments
        )
        name = f"{self.object.code}-{translation.target_locale.language_code}.xlsx"
        return HttpResponse(
            data,
            content_type=XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        translation = self._translation(request.POST.get("language", ""))
        file = request.FILES.get("file")
        if file is None:
            messages.error(request, _("Choose a file first."))
            return redirect(self.url("translations"))
        try:
            taken = take_translations(
                translation=translation,
                rows=rows_of_workbook(file),
                by=self.person,
                at=timezone.now(),
            )
        except SheetRefused as refused:
            messages.error(request, str(refused))
            return redirect(self.url("translations"))
        messages.success(
            request,
            ngettext(
                "%(count)s text was taken. Look at it in the editor, then publish.",
                "%(count)s texts were taken. Look at them in the editor, then publish.",
                taken.changed,
            )
            % {"count": written(taken.changed)},
        )
        return self.render_to_response(self.get_context_data(taken=taken))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = missing_in_drafts(self.leading)
        translated = {
            translation.target_locale.language_code: translation
            for translation in Translation.objects.filter(
                source__object_id=self.object.form_key, enabled=True
            ).select_related("target_locale")
        }
        languages = []
        for form in self.leading.get_translations().select_related("locale"):
            code = form.locale.language_code
            translation = translated.get(code)
            languages.append(
                {
                    "code": code,
                    "name": form.locale.get_display_name(),
                    "edit_url": reverse(self.edit_url_name, args=[form.pk]),
                    "missing": missing.get(code, []),
                    "po_url": translation
                    and reverse("wagtail_localize:download_pofile", args=[translation.pk]),
                    "po_upload_url": translation
                    and reverse("wagtail_localize:upload_pofile", args=[translation.pk]),
                }
            )
        return super().get_context_data(
            **kwargs, languages=languages, leading=self.leading, here=self.url("translations")
        )
