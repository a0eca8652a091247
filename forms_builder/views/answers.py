"""The answers to a form as a file: what it should be like, and the download."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms_builder.actions.export_answers import export_answers
from forms_builder.models import FormVersion, Submission
from forms_builder.views.base import FormView


class AnswersForm(forms.Form):
    """What the file should be like."""

    file = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[
            ("xlsx", _("Spreadsheet (XLSX); repeats on sheets of their own")),
            ("csv", _("Table (CSV); one row a submission")),
            ("json", _("For other software (JSON)")),
        ],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    words = forms.ChoiceField(
        label=_("Headings and answers"),
        choices=[("labels", _("in words")), ("codes", _("as codes"))],
        widget=forms.RadioSelect,
        initial="labels",
    )
    language = forms.ChoiceField(
        label=_("Language of the words"),
        choices=settings.WAGTAIL_CONTENT_LANGUAGES,
        widget=forms.RadioSelect,
    )


class AnswersView(FormView):
    """Asks for a kind of file, and gives it: the answers that this person may see, no others."""

    page_title = _("Answers")
    template_name = "forms_builder/admin/answers.html"
    header_icon = "download"

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        initial = {"file": "xlsx", "words": "labels", "language": get_language()}
        self.form = AnswersForm(request.GET or None, initial=initial)
        if self.is_published() and self.form.is_bound and self.form.is_valid():
            return self.download(**self.form.cleaned_data)
        return super().get(request, *args, **kwargs)

    def is_published(self) -> bool:
        return FormVersion.objects.filter(form=self.object.form_key).exists()

    def download(self, *, file: str, words: str, language: str) -> StreamingHttpResponse:
        made = export_answers(
            form_key=self.object.form_key,
            file=file,
            by=self.request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            language=language,
            labels=words == "labels",
        )
        response = StreamingHttpResponse(made.pieces, content_type=made.content_type)
        response["Content-Disposition"] = f'attachment; filename="{made.name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everything = Submission.objects.filter(version__form=self.object.form_key)
        visible = Submission.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return super().get_context_data(
            **kwargs,
            form=self.form,
            published=self.is_published(),
            visible=visible.filter(version__form=self.object.form_key).count(),
            total=everything.count(),
        )
