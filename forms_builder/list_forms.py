"""The editor's form of a choice list: its words, and the file that its content comes from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from forms_builder.fields.choice_table import tree_of
from forms_builder.models import ChoiceList, ChoiceListContent
from forms_builder.schema import canonical_hash
from khmer.slugs import slug
from people.spreadsheets import read_table


class ChoiceListForm(WagtailAdminModelForm):
    """With a new file, the list has a new content; forms keep the one that they were published
    with."""

    file = forms.FileField(
        required=False,
        label=gettext_lazy("Table"),
        help_text=gettext_lazy(
            "A spreadsheet (.xlsx) or CSV file: a column for each step, from the widest to the "
            "narrowest. A column may be followed by “_code” and “_en” columns of the same name."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("code"):
            field.required = False
        self._tree: dict[str, Any] | None = None

    def clean_code(self) -> str:
        code = self.cleaned_data.get("code") or ""
        if code:
            return code
        wish = slug(self.data.get(self.add_prefix("title"), ""), 50).replace("-", "_")
        number, code = 1, wish
        while ChoiceList.objects.filter(code=code).exclude(pk=self.instance.pk).exists():
            number += 1
            code = f"{wish}_{number}"
        return code

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file:
            self._tree = tree_of(read_table(file))
        elif self.instance.pk is None:
            raise ValidationError(_("Choose a file with the rows of the list."))
        return file

    def save(self, commit: bool = True) -> ChoiceList:
        if self._tree is not None:
            content, _made = ChoiceListContent.objects.get_or_create(
                hash=canonical_hash(self._tree), defaults={"content": self._tree}
            )
            self.instance.content = content
        return super().save(commit)
