"""What a form that is being edited will look like: the real renderer in a page of ours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from forms_builder.models import ObservationForm
from forms_builder.rendering import render_fields
from forms_builder.schema import compile_form
from forms_builder.texts import completed


def preview_response(form: ObservationForm, request: HttpRequest, language: str) -> HttpResponse:
    """Return the page that shows `form` as it stands, in the words of `language`.

    Words of another language come from the latest draft of that translation; what it lacks is
    shown in the language that is edited.
    """
    compiled = compile_form(form)
    texts = compiled.texts
    if language and language != form.locale.language_code and form.pk:
        other = form.get_translations().filter(locale__language_code=language).first()
        if other:
            texts = completed(compile_form(other.get_latest_revision_as_object()).texts, texts)
    with translation.override(language or form.locale.language_code):
        return TemplateResponse(
            request,
            "forms_builder/preview.html",
            {
                "title": texts["title"],
                "intro": texts["intro"],
                "fields": render_fields(compiled.schema, texts),
            },
        ).render()
