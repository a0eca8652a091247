"""A whole number, in Khmer or ASCII digits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.inputs import IntegerBlock
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.sheet_rows import between
from khmer.numbers import parse_integer

# JavaScript on the phone counts no further without losing digits.
LARGEST = 2**53 - 1


class IntegerQuestionBlock(QuestionBlock):
    own = ("minimum", "maximum")

    minimum = IntegerBlock(
        required=False, min_value=-LARGEST, max_value=LARGEST, label=_("Smallest number")
    )
    maximum = IntegerBlock(
        required=False, min_value=-LARGEST, max_value=LARGEST, label=_("Largest number")
    )

    class Meta:
        label = _("Whole number")
        icon = "order"
        description = _("A number without a fraction, for example of students.")
        preview_value = sample(
            label="ចំនួនសិស្សដែលមានវត្តមាន",
            help="សរសេរជាលេខ។",
            minimum=0,
            maximum=100,
        )


class Integer(QuestionKind):
    """Stored as a number."""

    name = "integer"
    order = 50
    block_class = IntegerQuestionBlock
    xlsform_type = "integer"
    value_type = "number"

    def config(self, value: Any) -> dict:
        return {"minimum": value["minimum"], "maximum": value["maximum"]}

    def limits(self, item: dict) -> str:
        return between(item["minimum"], item["maximum"])

    def is_empty(self, raw: Any) -> bool:
        return raw is None or (isinstance(raw, str) and not raw.strip())

    def check(self, item: dict, raw: Any) -> int:
        number = self._number(raw)
        smallest = -LARGEST if item["minimum"] is None else item["minimum"]
        largest = LARGEST if item["maximum"] is None else item["maximum"]
        if number < smallest:
            raise AnswerRefused(
                gettext("Write a number that is not below %(limit)s.") % {"limit": smallest}
            )
        if number > largest:
            raise AnswerRefused(
                gettext("Write a number that is not above %(limit)s.") % {"limit": largest}
            )
        return number

    def worked_out(self, item: dict, result: Any) -> int | None:
        """What is worked out stands whatever the limits for typing are."""
        return super().worked_out({"minimum": None, "maximum": None}, result)

    def _number(self, raw: Any) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        if isinstance(raw, float) and raw.is_integer() and abs(raw) <= LARGEST:
            return int(raw)
        try:
            if isinstance(raw, str):
                return parse_integer(raw)
        except ValueError:
            pass
        raise AnswerRefused(gettext("Write a whole number, for example 25."))
