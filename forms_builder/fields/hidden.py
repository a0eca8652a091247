"""A value that goes with the answers and that nobody sees while the form is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from forms_builder.fields.base import quoted
from forms_builder.fields.calculated import Calculated
from forms_builder.fields.inputs import CodeBlock, LineBlock
from forms_builder.fields.rules import ExpressionBlock, PlainBlock, RulesBlock
from forms_builder.fields.unopened import UnopenedBlock

if TYPE_CHECKING:
    from forms_builder.xlsform.row import SurveyRow

LONGEST = 500


class HiddenBlock(UnopenedBlock):
    label = LineBlock(label=_("Name"), help_text=_("What it is called in exports."))
    value = PlainBlock(max_length=LONGEST, label=_("Value"))
    calculation = ExpressionBlock(
        label=_("Or work out as"), help_text=_("An expression instead of a fixed value.")
    )
    rules = RulesBlock()
    code = CodeBlock(label=_("Code"))

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value["value"].strip()) == bool(value["calculation"].strip()):
            raise StructBlockValidationError(
                {"value": ValidationError(gettext("Write either a value or an expression."))}
            )
        return value

    class Meta:
        label = _("Hidden value")
        icon = "no-view"
        group = _("Questions")
        label_format = "{label}"
        form_layout = blocks.BlockGroup(
            children=["label", "value", "calculation"], settings=["rules", "code"]
        )
        description = _("Kept with the answers, not shown.")
        preview_template = "forms_builder/block_preview.html"
        preview_value = {
            "label": "ជំនាន់នៃឧបករណ៍",
            "value": "2026",
            "calculation": "",
            "rules": [],
            "code": "preview",
        }


class Hidden(Calculated):
    """Stored as text, like a calculated value."""

    name = "hidden"
    order = 145
    block_class = HiddenBlock
    xlsform_type = "hidden"
    visible = False

    def calculation(self, value: Any) -> str:
        source = super().calculation(value)
        fixed = (value.get("value") or "").strip()
        return source or (quoted(fixed) if fixed else "")

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        """A fixed value goes out as the default of a question that nobody sees."""
        row = self.xlsform_row(item, texts, self.xlsform_type)
        tree = (item.get("logic") or {}).get("calculation") or [""]
        return [{**row, "default": tree[1]} if tree[0] == "text" else row]

    def from_xlsform(self, row: SurveyRow) -> dict | None:
        if row.type != self.xlsform_type:
            return None
        fixed = "" if row.cells.get("calculation") else row.cells.get("default", "")
        return {"value": fixed[:LONGEST]}

    def words(self, value: Any) -> dict:
        return super().words({"label": value["label"], "help": "", "rules": value.get("rules")})
