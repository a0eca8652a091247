"""A slider between two ends that have words; the number may be typed as well."""

from __future__ import annotations

from decimal import Decimal as Exact
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructBlockValidationError

from forms_builder.errors import AnswerRefused
from forms_builder.exact import exact
from forms_builder.fields.decimal import Decimal
from forms_builder.fields.inputs import DecimalBlock, LineBlock
from forms_builder.fields.parts import QuestionBlock, sample
from khmer.digits import written

# A slider of more steps cannot be set with a thumb.
MOST_STEPS = 1_000


class RangeBlock(QuestionBlock):
    own = ("minimum", "maximum", "step", "low_label", "high_label")

    minimum = DecimalBlock(default=Exact(0), label=_("Smallest number"))
    maximum = DecimalBlock(default=Exact(10), label=_("Largest number"))
    step = DecimalBlock(default=Exact(1), min_value=Exact("0.0001"), label=_("Step"))
    low_label = LineBlock(required=False, max_length=120, label=_("Words at the lower end"))
    high_label = LineBlock(required=False, max_length=120, label=_("Words at the upper end"))

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        low, high, step = value["minimum"], value["maximum"], value["step"]
        if None not in (low, high, step):
            if high <= low:
                raise StructBlockValidationError(
                    {"maximum": ValidationError(gettext("Write a number above the smallest one."))}
                )
            if (high - low) / step > MOST_STEPS:
                raise StructBlockValidationError(
                    {"step": ValidationError(gettext("Write a larger step: there are too many."))}
                )
        return value

    class Meta:
        label = _("Slider")
        icon = "sliders"
        description = _("A number between two ends, set with a thumb.")
        preview_value: ClassVar[dict] = sample(
            label="តើសិស្សចូលរួមប៉ុនណា?",
            minimum=Exact(0),
            maximum=Exact(10),
            step=Exact(1),
            low_label="តិចណាស់",
            high_label="ច្រើនណាស់",
        )


class Range(Decimal):
    """Stored as an exact text such as "7" that lies on a step. Untouched, it is no answer."""

    name = "range"
    order = 62
    block_class = RangeBlock
    xlsform_type = "range"

    def config(self, value: Any) -> dict:
        numbers = {
            name: exact(Exact(default) if value[name] is None else value[name])
            for name, default in (("minimum", 0), ("maximum", 10), ("step", 1))
        }
        return numbers

    def words(self, value: Any) -> dict:
        return {
            **super().words(value),
            "low_label": value["low_label"],
            "high_label": value["high_label"],
        }

    def check(self, item: dict, raw: Any) -> str:
        number = super().check(item, raw)
        if (Exact(number) - Exact(item["minimum"])) % Exact(item["step"]):
            raise AnswerRefused(
                gettext("Write a number in steps of %(step)s from %(start)s.")
                % {"step": written(item["step"]), "start": written(item["minimum"])}
            )
        return number

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        row = self.xlsform_row(item, texts, self.xlsform_type)
        numbers = {"start": "minimum", "end": "maximum", "step": "step"}
        row["parameters"] = " ".join(f"{name}={item[key]}" for name, key in numbers.items())
        return [row]

    def from_xlsform(self, row: Any) -> dict | None:
        if row.type != self.xlsform_type:
            return None
        parameters = row.parameters
        return {
            "minimum": parameters.get("start", "0"),
            "maximum": parameters.get("end", "10"),
            "step": parameters.get("step", "1"),
        }
