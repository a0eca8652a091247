"""Forms in and out of other software: XLSForm, XForm and CASE."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView as PlainFormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from forms_builder.actions.import_xlsform import import_case, import_xlsform
from forms_builder.models import ObservationForm
from forms_builder.queries import leading_form
from forms_builder.views.base import FormView
from forms_builder.xlsform.case import case_rubrics
from forms_builder.xlsform.lookup_tables import csv_files
from forms_builder.xlsform.media_zip import zipped
from forms_builder.xlsform.report import ADAPTED, LEFT_OUT, WRONG
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from forms_builder.xlsform.workbook import MAX_BYTES
from forms_builder.xlsform.writing import Sheets
from forms_builder.xlsform.xform import NoXForm, xform_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHAT = {ADAPTED: _("adapted"), LEFT_OUT: _("left out"), WRONG: _("not right")}


class OtherFormatsView(FormView):
    """`?file=xlsx`, `zip`, `xml` or `json` gives the form's draft in that format."""

    page_title = _("The form for other software")
    template_name = "forms_builder/admin/other_formats.html"
    header_icon = "download"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        formats = {"xlsx": self._xlsx, "zip": self._zip, "xml": self._xml, "json": self._json}
        if (wish := request.GET.get("file", "")) in formats:
            leading = leading_form(self.object.form_key) or self.object
            try:
                content, kind = formats[wish](leading.get_latest_revision_as_object())
            except NoXForm as error:
                messages.error(request, str(error))
            else:
                name = f"{self.object.code}.{wish}"
                return HttpResponse(
                    content,
                    content_type=kind,
                    headers={"Content-Disposition": f'attachment; filename="{name}"'},
                )
        return super().get(request, *args, **kwargs)

    def _xlsx(self, form: ObservationForm) -> tuple[bytes, str]:
        return xlsform_bytes(form), XLSX

    def _zip(self, form: ObservationForm) -> tuple[bytes, str]:
        sheets = Sheets(form)
        beside = {**csv_files(sheets.lookups), **sheets.pictures()}
        return zipped({f"{form.code}.xlsx": xlsform_bytes(form), **beside}), "application/zip"

    def _xml(self, form: ObservationForm) -> tuple[bytes, str]:
        return xform_text(form).encode(), "application/xml"

    def _json(self, form: ObservationForm) -> tuple[bytes, str]:
        changed = form.latest_revision.created_at if form.latest_revision else timezone.now()
        text = json.dumps(case_rubrics(form, changed), ensure_ascii=False, indent=1)
        return text.encode(), "application/json"


class XlsFormFiles(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An XLSForm workbook (.xlsx), a ZIP file with one, its CSV files and pictures, or "
            "rubrics as CASE writes them (.json)."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.zip,.json"}),
    )
    table = forms.FileField(
        label=_("Choices or table from a file (CSV)"),
        required=False,
        help_text=_(
            "Only where the form takes choices from a CSV file or looks things up in one. Put "
            "several into a ZIP file with the workbook."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
    )
    dry_run = forms.BooleanField(
        label=_("Only try it out"),
        required=False,
        initial=True,
        help_text=_("Shows what would happen and keeps nothing."),
    )


class ImportXlsFormView(WagtailAdminTemplateMixin, PlainFormView):
    """Takes a workbook and shows what became of each row."""

    form_class = XlsFormFiles
    template_name = "forms_builder/admin/import_xlsform.html"
    page_title = _("Import XLSForm")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: XlsFormFiles) -> HttpResponse:
        file, table = form.cleaned_data["file"], form.cleaned_data["table"]
        data = file.read(MAX_BYTES + 1)
        by: Any = self.request.user
        options: dict[str, Any] = {
            "data": data,
            "name": file.name,
            "by": by,
            "at": timezone.now(),
            "dry_run": form.cleaned_data["dry_run"],
        }
        if file.name.lower().endswith(".json"):
            report = import_case(**options)
        else:
            files = {table.name: table.read(MAX_BYTES)} if table else {}
            report = import_xlsform(**options, files=files)
        return self.render_to_response(
            self.get_context_data(
                form=self.form_class(initial={"dry_run": False}),
                report=report,
                tried=options["dry_run"],
                entries=[(entry, WHAT[entry.what]) for entry in report.entries],
                edit_url=reverse(
                    "wagtailsnippets_forms_builder_observationform:edit", args=[report.form_id]
                )
                if report.form_id
                else "",
            )
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = reverse("wagtailsnippets_forms_builder_observationform:list")
        return [
            *self.breadcrumbs_items,
            {"url": index, "label": _("Observation forms")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["media"] = context["form"].media
        return context


def may_import(user: Any) -> bool:
    """Whether `user` may make forms: a content admin or a superuser."""
    return user.is_active and user.has_perm("forms_builder.add_observationform")
