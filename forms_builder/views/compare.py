"""Any two versions of a form, or a version and the draft, side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.models import FormVersion
from forms_builder.queries import drafted_texts, known_codes, leading_form
from forms_builder.schema import compile_form
from forms_builder.side_by_side import Edition, rows_of
from forms_builder.structure import complete_codes
from forms_builder.views.base import FormView
from khmer.digits import written

DRAFT = "draft"


class CompareView(FormView):
    """`?old=1&new=draft`; without these, the version in use and the draft."""

    page_title = gettext_lazy("Compare versions")
    template_name = "forms_builder/admin/compare.html"

    @cached_property
    def versions(self) -> list[FormVersion]:
        return list(
            FormVersion.objects.filter(form=self.object.form_key)
            .prefetch_related("texts")
            .order_by("-number")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = [str(version.number) for version in self.versions]
        old = self.request.GET.get("old") or (names[0] if names else DRAFT)
        new = self.request.GET.get("new") or DRAFT
        rows = rows_of(self._edition(old), self._edition(new))
        return super().get_context_data(
            **kwargs,
            rows=rows,
            changed=sum(bool(row.marks) for row in rows),
            old=old,
            new=new,
            old_name=self._name(old),
            new_name=self._name(new),
            choices=[(DRAFT, self._name(DRAFT)), *((name, self._name(name)) for name in names)],
        )

    def _name(self, which: str) -> str:
        if which == DRAFT:
            return _("Draft")
        return _("Version %(number)s") % {"number": written(which)}

    def _edition(self, which: str) -> Edition:
        if which == DRAFT:
            form = leading_form(self.object.form_key) or self.object
            draft = form.get_latest_revision_as_object()
            complete_codes(draft.body, known_codes(draft.form_key))
            return Edition(compile_form(draft).schema, drafted_texts(draft))
        version = next((one for one in self.versions if str(one.number) == which), None)
        if version is None:
            raise Http404
        rows = sorted(version.texts.all(), key=lambda row: row.language != self._first_language)
        return Edition(version.schema, {row.language: row.texts for row in rows})

    @cached_property
    def _first_language(self) -> str:
        form = leading_form(self.object.form_key) or self.object
        return form.locale.language_code
