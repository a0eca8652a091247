"""A value that the form works out and shows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind, checked_text
from forms_builder.fields.inputs import CodeBlock, LineBlock, LinesBlock
from forms_builder.fields.rules import ExpressionBlock, RulesBlock
from forms_builder.fields.unopened import UnopenedBlock

LONGEST = 4_000


class CalculatedBlock(UnopenedBlock):
    label = LineBlock(label=_("Label"))
    help = LinesBlock(label=_("Help text"))
    calculation = ExpressionBlock(
        required=True,
        label=_("Work out as"),
        help_text=_("An expression, for example ${girls} + ${boys}."),
    )
    rules = RulesBlock()
    code = CodeBlock(label=_("Code"))

    class Meta:
        label = _("Calculated value")
        icon = "cogs"
        group = _("Questions")
        label_format = "{label}"
        form_layout = blocks.BlockGroup(
            children=["label", "help", "calculation"], settings=["rules", "code"]
        )
        description = _("A result of other answers, shown to the observer.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {
            "label": "ចំនួនសិស្សសរុប",
            "help": "",
            "calculation": "12 + 14",
            "rules": [],
            "code": "preview",
        }


class Calculated(QuestionKind):
    """Stored as the text that the expression gives. What is sent for it does not count."""

    name = "calculated"
    order = 140
    block_class = CalculatedBlock
    xlsform_type = "calculate"

    def read_post(self, item: dict, data: Any) -> None:
        return None

    def check(self, item: dict, raw: Any) -> str:
        text = checked_text(raw, LONGEST)
        if not text:
            raise AnswerRefused(gettext("Leave this answer out: the form works it out."))
        return text
