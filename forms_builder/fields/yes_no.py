"""Yes or no, by two large buttons; may count as a point."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.exact import exact
from forms_builder.fields.base import Points, QuestionKind
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.scoring import domain_block, scoring_config, weight_block
from forms_builder.fields.sheet_rows import choice_rows

YES, NO = "yes", "no"


class YesNoBlock(QuestionBlock):
    own = ("domain", "weight", "reverse")

    domain = domain_block()
    weight = weight_block(default=0)
    reverse = blocks.BooleanBlock(required=False, default=False, label=_("“No” is the good answer"))

    class Meta:
        label = _("Yes or no")
        icon = "check"
        description = _("Two large buttons. With a weight, yes counts as a point.")
        preview_value: ClassVar[dict] = sample(
            label="តើសិស្សម្នាក់ៗមានសៀវភៅទេ?",
            domain=None,
            weight=Decimal(0),
            reverse=False,
        )


class YesNo(QuestionKind):
    """Stored as "yes" or "no"."""

    name = "yes_no"
    order = 15
    block_class = YesNoBlock
    xlsform_type = "select_one"

    def config(self, value: Any) -> dict:
        return {**scoring_config(value, default=0), "reverse": bool(value["reverse"])}

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        row = self.xlsform_row(item, texts, f"{self.xlsform_type} {item['code']}")
        return [{**row, "choices": choice_rows((), texts, "", yes="Yes", no="No")}]

    def points_formulas(self, item: dict) -> tuple[str, str] | None:
        weight, answer = item["weight"], f"${{{item['code']}}}"
        if not Decimal(weight):
            return None
        good = NO if item["reverse"] else YES
        return f"if({answer} = '{good}', {weight}, 0)", f"if({answer} = '', 0, {weight})"

    def condition_values(self, item: dict) -> list[str]:
        return [YES, NO]

    def check(self, item: dict, raw: Any) -> str:
        if isinstance(raw, bool):
            return YES if raw else NO
        if isinstance(raw, str) and raw in (YES, NO):
            return raw
        raise AnswerRefused(gettext("Choose yes or no."))

    def is_empty(self, raw: Any) -> bool:
        return raw is not False and super().is_empty(raw)

    def score(self, item: dict, value: Any) -> Points | None:
        weight = Decimal(item["weight"])
        if not weight:
            return None
        if value is None:
            return Points(None, exact(weight), None, item["weight"])
        good = value == (NO if item["reverse"] else YES)
        return Points(exact(weight * good), exact(weight), None, item["weight"])

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return gettext("Yes") if value == YES else gettext("No")

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        return {
            "options": [
                {
                    "value": value,
                    "label": label,
                    "id": f"id_{item['code']}" + ("" if value == YES else "__no"),
                    "checked": answer == value,
                }
                for value, label in ((YES, gettext("Yes")), (NO, gettext("No")))
            ]
        }
