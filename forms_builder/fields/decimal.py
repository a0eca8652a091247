"""A number with a fraction, in Khmer or ASCII digits, kept exact."""

from __future__ import annotations

import math
from decimal import Decimal as Exact
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.exact import exact
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.inputs import DecimalBlock
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.sheet_rows import between
from khmer.numbers import parse_decimal

LARGEST = Exact(10) ** 15


class DecimalQuestionBlock(QuestionBlock):
    own = ("minimum", "maximum")

    minimum = DecimalBlock(required=False, label=_("Smallest number"))
    maximum = DecimalBlock(required=False, label=_("Largest number"))

    class Meta:
        label = _("Decimal number")
        icon = "decimal"
        description = _("A number that may have a fraction.")
        preview_value: ClassVar[dict] = sample(
            label="ចំនួនម៉ោងរៀន",
            help="អាចសរសេរ ២.៥ សម្រាប់ពីរម៉ោងកន្លះ។",
            minimum=None,
            maximum=None,
        )


class Decimal(QuestionKind):
    """Stored as an exact text such as "12.5", because JSON's numbers are not exact."""

    name = "decimal"
    order = 60
    block_class = DecimalQuestionBlock
    xlsform_type = "decimal"
    value_type = "number"

    def config(self, value: Any) -> dict:
        return {
            name: None if value[name] is None else exact(value[name])
            for name in ("minimum", "maximum")
        }

    def limits(self, item: dict) -> str:
        return between(item["minimum"], item["maximum"])

    def is_empty(self, raw: Any) -> bool:
        return raw is None or (isinstance(raw, str) and not raw.strip())

    def check(self, item: dict, raw: Any) -> str:
        number = self._number(raw)
        if item["minimum"] is not None and number < Exact(item["minimum"]):
            raise AnswerRefused(
                gettext("Write a number that is not below %(limit)s.") % {"limit": item["minimum"]}
            )
        largest = item["maximum"]
        if largest is None and abs(number) > LARGEST:
            largest = exact(LARGEST)
        if largest is not None and number > Exact(largest):
            raise AnswerRefused(
                gettext("Write a number that is not above %(limit)s.") % {"limit": largest}
            )
        return exact(number)

    def worked_out(self, item: dict, result: Any) -> str | None:
        """What is worked out stands whatever the limits for typing are."""
        return super().worked_out({"minimum": None, "maximum": None}, result)

    def _number(self, raw: Any) -> Exact:
        try:
            if isinstance(raw, str):
                return parse_decimal(raw)
            if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) <= LARGEST:
                return Exact(raw)
            if isinstance(raw, float) and math.isfinite(raw) and abs(raw) <= LARGEST:
                return Exact(repr(raw))
        except ValueError:
            pass
        raise AnswerRefused(gettext("Write a number, for example 12.5."))
