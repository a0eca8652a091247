"""A page break: the section goes on, on a new screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from forms_builder.fields.base import QuestionKind
from forms_builder.fields.inputs import CodeBlock
from forms_builder.fields.unopened import UnopenedBlock


class PageBreakBlock(UnopenedBlock):
    code = CodeBlock(label=_("Code"))

    class Meta:
        label = _("Page break")
        icon = "cut"
        group = _("Structure")
        description = _("What follows stands on a new screen of the phone.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {"code": "preview"}


class PageBreak(QuestionKind):
    """Becomes an entry of the schema's `sections` without words of its own."""

    name = "page_break"
    order = 2
    block_class = PageBreakBlock
    answerable = False
    starts_section = True
    code_prefix = "page"
    xlsform_type = "begin group"

    def compile(self, value: Any, block_id: str) -> tuple[dict, dict]:
        section = {"id": block_id, "code": value["code"], "continues": True, "items": []}
        return section, {"title": "", "intro": ""}
