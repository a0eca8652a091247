"""The admin screen that takes a spreadsheet of schools and shows what became of each row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people import rules
from people.actions.import_schools import CREATED, REFUSED, UNCHANGED, UPDATED, import_schools
from people.school_table import HEADINGS, KHMER_HEADINGS

STATUS_LABELS = {
    CREATED: _("New"),
    UPDATED: _("Changed"),
    UNCHANGED: _("As before"),
    REFUSED: _("Not taken"),
}


class SchoolFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A spreadsheet (.xlsx) or CSV file with one school a row."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    dry_run = forms.BooleanField(
        label=_("Only try it out"),
        required=False,
        initial=True,
        help_text=_("Shows what would happen and keeps nothing."),
    )


class ImportSchoolsView(WagtailAdminTemplateMixin, FormView):
    form_class = SchoolFileForm
    template_name = "people/admin/import_schools.html"
    page_title = _("Import schools")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not rules.can_import_schools(user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SchoolFileForm) -> HttpResponse:
        by: Any = self.request.user
        try:
            report = import_schools(
                file=form.cleaned_data["file"],
                by=by,
                at=timezone.now(),
                dry_run=form.cleaned_data["dry_run"],
            )
        except ValidationError as error:
            form.add_error("file", error.messages)
            return self.form_invalid(form)
        counts = report.counts
        return self.render_to_response(
            self.get_context_data(
                form=self.form_class(initial={"dry_run": False}),
                tried=form.cleaned_data["dry_run"],
                counts=[(label, counts[status]) for status, label in STATUS_LABELS.items()],
                results=[
                    (result, STATUS_LABELS[result.status])
                    for result in sorted(report.rows, key=lambda r: r.status != REFUSED)
                ],
            )
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("places:index"), "label": _("Schools and places")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["headings"] = [(KHMER_HEADINGS[name], HEADINGS[name][0]) for name in HEADINGS]
        context["media"] = context["form"].media
        return context
