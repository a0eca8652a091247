"""A repeat: the same questions once more for each lesson, group, child …"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.fields.base import QuestionKind
from forms_builder.fields.inputs import CodeBlock, IntegerBlock, LineBlock, LinesBlock
from forms_builder.fields.rules import ExpressionBlock, RulesBlock
from forms_builder.fields.unopened import UnopenedBlock

MOST = 100


class RepeatBlock(UnopenedBlock):
    label = LineBlock(label=_("Heading"), help_text=_("What is repeated, for example: a group."))
    help = LinesBlock(label=_("Help text"))
    minimum = IntegerBlock(
        min_value=0, max_value=MOST, default=1, label=_("How many to begin with")
    )
    maximum = IntegerBlock(min_value=1, max_value=MOST, default=20, label=_("How many at most"))
    count = ExpressionBlock(
        label=_("How many exactly"),
        help_text=_("An expression, for example ${groups}. Then none is added by hand."),
    )
    rules = RulesBlock()
    code = CodeBlock(label=_("Code"))

    class Meta:
        label = _("Repeat begins")
        icon = "rotate"
        group = _("Structure")
        label_format = "{label}"
        form_layout = blocks.BlockGroup(
            children=["label", "help", "minimum", "maximum", "count"], settings=["rules", "code"]
        )
        description = _("The questions up to the end of the repeat are asked again and again.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {
            "label": "ក្រុមសិស្ស",
            "help": "",
            "minimum": 1,
            "maximum": 20,
            "count": "",
            "rules": [],
            "code": "preview",
        }


class Repeat(QuestionKind):
    """Its answer is a list with an object of answers for each time."""

    name = "repeat"
    order = 5
    block_class = RepeatBlock
    answerable = False
    opens = "repeat"
    code_prefix = "repeat"
    xlsform_type = "begin repeat"

    def config(self, value: Any) -> dict:
        most = MOST if value["maximum"] is None else value["maximum"]
        return {"minimum": min(value["minimum"] or 0, most), "maximum": most}


class RepeatEndBlock(UnopenedBlock):
    code = CodeBlock(label=_("Code"))

    class Meta:
        label = _("Repeat ends")
        icon = "minus"
        group = _("Structure")
        description = _("Ends the repeat that was begun last.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {"code": "preview"}


class RepeatEnd(QuestionKind):
    """Stands only in the editor, as the end of a group does."""

    name = "repeat_end"
    order = 6
    block_class = RepeatEndBlock
    answerable = False
    closes = "repeat"
    code_prefix = "repeat_end"
    xlsform_type = "end repeat"

    def words(self, value: Any) -> dict:
        return {}
