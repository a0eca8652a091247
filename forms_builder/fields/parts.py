"""The blocks that questions share: words, rules, code, choices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.fields.inputs import CodeBlock, LineBlock, LinesBlock, ValueBlock
from forms_builder.fields.rules import RulesBlock


def sample(label: str, **value: Any) -> dict[str, Any]:
    """Return the value that the block picker shows a kind with."""
    return {"label": label, "help": "", "required": True, "rules": [], "code": "preview", **value}


class QuestionBlock(blocks.StructBlock):
    """What every question has. Kinds add their own blocks and name them in `own`."""

    own: tuple[str, ...] = ()

    label = LineBlock(label=_("Question"))
    help = LinesBlock(label=_("Help text"))
    required = blocks.BooleanBlock(required=False, default=True, label=_("An answer is required"))
    rules = RulesBlock()
    code = CodeBlock(
        label=_("Code"),
        help_text=_(
            "A short name in Latin letters for exports. Leave it empty and one is suggested. "
            "It stays the same once answers exist."
        ),
    )
    follows = CodeBlock(
        label=_("Continues the question"),
        help_text=_(
            "The code of an earlier question that this one replaces. Progress over time then goes "
            "on from it."
        ),
    )

    def get_form_layout(self) -> blocks.BlockGroup:
        return blocks.BlockGroup(
            children=["label", "help", *self.own, "required"], settings=["rules", "code", "follows"]
        )

    class Meta:
        label_format = "{label}"
        preview_template = "forms_builder/block_preview.html"
        group = _("Questions")


class ChoiceItemBlock(blocks.StructBlock):
    """One choice: words for people, a value for machines."""

    label = LineBlock(label=_("Choice"))
    value = ValueBlock(
        label=_("Value"),
        help_text=_("Latin letters for exports. Leave it empty and one is suggested."),
    )

    class Meta:
        label_format = "{label}"
