"""The blocks that questions share: words, rules, code, choices."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from forms_builder.fields.inputs import CodeBlock, LineBlock, LinesBlock, ValueBlock
from forms_builder.fields.rules import PlainBlock, RulesBlock
from forms_builder.fields.unopened import UnopenedBlock

# What XLSForm takes for a column of its choices, "name" and "label" apart.
_COLUMN = re.compile(r"(?!(?:name|label)\Z)[A-Za-z_][A-Za-z0-9_.-]{0,63}")


def sample(label: str, **value: Any) -> dict[str, Any]:
    """Return the value that the block picker shows a kind with."""
    return {"label": label, "help": "", "required": True, "rules": [], "code": "preview", **value}


class QuestionBlock(UnopenedBlock):
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


def parsed_columns(text: str | None) -> dict[str, str]:
    """Return the columns of a choice, "province=siemreap; grade=4", by name. Raises ValueError."""
    columns: dict[str, str] = {}
    for part in (text or "").split(";"):
        name, equals, content = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not equals or not _COLUMN.fullmatch(name) or not content:
            raise ValueError("not a column")
        columns[name] = content
    return columns


class ChoiceItemBlock(blocks.StructBlock):
    """One choice: words for people, a value for machines."""

    label = LineBlock(label=_("Choice"))
    value = ValueBlock(
        label=_("Value"),
        help_text=_("Latin letters for exports. Leave it empty and one is suggested."),
    )
    columns = PlainBlock(
        max_length=500,
        label=_("Columns"),
        help_text=_("What a choice filter looks at, for example: province=siemreap; grade=4"),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        try:
            parsed_columns(value["columns"])
        except ValueError:
            raise StructBlockValidationError(
                {
                    "columns": ValidationError(
                        gettext("Write each column as name=value, with a semicolon between two.")
                    )
                }
            ) from None
        return value

    class Meta:
        label_format = "{label}"
