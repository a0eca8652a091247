"""A note: words to read, nothing to answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.fields.base import QuestionKind
from forms_builder.fields.parts import CodeBlock, LinesBlock, ShownIfBlock


class NoteBlock(blocks.StructBlock):
    text = LinesBlock(required=True, label=_("Text"), rows=3)
    shown_if = ShownIfBlock(required=False)
    code = CodeBlock(label=_("Code"))

    class Meta:
        label = _("Note")
        icon = "info-circle"
        group = _("Structure")
        label_format = "{text}"
        form_layout = blocks.BlockGroup(children=["text"], settings=["shown_if", "code"])
        description = _("Words for the observer to read.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {
            "text": "សូមអរគុណលោកគ្រូ អ្នកគ្រូ មុនពេលចាកចេញពីថ្នាក់។",
            "shown_if": {},
            "code": "preview",
        }


class Note(QuestionKind):
    name = "note"
    order = 1
    block_class = NoteBlock
    answerable = False
    code_prefix = "note"
    xlsform_type = "note"

    def words(self, value: Any) -> dict:
        return {"label": value["text"], "help": ""}
