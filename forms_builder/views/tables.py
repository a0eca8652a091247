"""The tables of a form: what its rules look things up in, out and in as CSV."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from forms_builder.actions.keep_table import keep_table
from forms_builder.schema import form_tables
from forms_builder.views.base import FormView
from forms_builder.xlsform.lookup_tables import (
    MOST_BYTES,
    TableRefused,
    csv_bytes,
    is_file_name,
    read_csv,
)
from khmer.digits import written


class TablesView(FormView):
    """`?download=schools` gives a table; posting brings one, renews it, or takes it away."""

    page_title = gettext_lazy("Tables to look things up in")
    template_name = "forms_builder/admin/tables.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.GET.get("download", "")
        if not name:
            return super().get(request, *args, **kwargs)
        table = form_tables(self.object).get(name)
        if table is None:
            raise Http404
        response = HttpResponse(csv_bytes(table), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            tables=[
                (name, table["columns"], len(table["rows"]))
                for name, table in sorted(form_tables(self.object).items())
            ],
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lock = self.object.get_lock()
        if lock and lock.for_user(request.user):
            messages.error(request, _("The form is locked. Unlock it, then change the tables."))
            return redirect(self.url("tables"))
        try:
            told = self._take_away() if "delete" in request.POST else self._bring()
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, told)
        return redirect(self.url("tables"))

    def _take_away(self) -> str:
        name = self.request.POST["delete"]
        self._keep(name, None)
        return _("The table “%(table)s” was taken out of the draft.") % {"table": name}

    def _bring(self) -> str:
        file = self.request.FILES.get("file")
        if file is None:
            raise ValidationError(_("Choose a file first."))
        name = (file.name or "").removesuffix(".csv")
        if not is_file_name(name):
            raise ValidationError(
                _("“%(table)s” is no name of a table. Use letters, digits and “_”.")
                % {"table": name[:100]}
            )
        try:
            table = read_csv(f"{name}.csv", file.read(MOST_BYTES + 1))
        except TableRefused as refused:
            raise ValidationError(str(refused)) from refused
        self._keep(name, table)
        count = len(table["rows"])
        return ngettext(
            "The table “%(table)s” with %(count)s row is in the draft.",
            "The table “%(table)s” with %(count)s rows is in the draft.",
            count,
        ) % {"table": name, "count": written(count)}

    def _keep(self, name: str, table: dict[str, Any] | None) -> None:
        keep_table(form=self.live_object, name=name, table=table, by=self.person, at=timezone.now())
