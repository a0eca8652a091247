"""Where a form is used: its versions, the answers to each, and what points to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy

from forms_builder.models import Form
from forms_builder.queries import versions_with_counts, with_titles
from forms_builder.uses import form_uses
from forms_builder.views.base import FormView


class ReportView(FormView):
    page_title = gettext_lazy("Where the form is used")
    template_name = "forms_builder/admin/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form_key = self.object.form_key
        row = Form.objects.select_related("place").get(pk=form_key)
        origins = Form.objects.filter(copies=row)
        return super().get_context_data(
            **kwargs,
            row=row,
            copied_from=with_titles(origins, get_language() or "km").first(),
            versions=versions_with_counts(form_key),
            uses=[use for uses in form_uses for use in uses(form_key)],
            compare_url=self.url("compare"),
        )
