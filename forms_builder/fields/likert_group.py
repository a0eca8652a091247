"""Several statements that are rated on one scale."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

from forms_builder.errors import AnswerRefused
from forms_builder.exact import exact
from forms_builder.fields.base import Points, QuestionKind
from forms_builder.fields.inputs import IntegerBlock, LineBlock
from forms_builder.fields.named_parts import NamedPartBlock, NamedPartsBlock
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.scoring import domain_block, scoring_config, weight_block
from forms_builder.fields.sheet_rows import (
    END,
    choice_rows,
    group_row,
    part_name,
    value_row,
    words_of,
)
from khmer.digits import to_ascii

_LONGEST_POINT = 10


class StatementBlock(NamedPartBlock):
    label = LineBlock(label=_("Statement"))
    reverse = blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("Reversed"),
        help_text=_("To disagree is good: the points are counted from the other end."),
    )


class ScalePointBlock(blocks.StructBlock):
    value = IntegerBlock(min_value=0, max_value=100, label=_("Points"))
    label = LineBlock(max_length=120, label=_("Words"))

    class Meta:
        label_format = "{value} {label}"


_USUAL_POINTS = ("មិនយល់ស្របសោះ", "មិនយល់ស្រប", "យល់ស្របខ្លះ", "យល់ស្រប", "យល់ស្របទាំងស្រុង")


def usual_points() -> list[dict]:
    """The scale that a new group starts with: five steps of agreement."""
    return [{"value": value, "label": label} for value, label in enumerate(_USUAL_POINTS, 1)]


class ScaleBlock(blocks.ListBlock):
    """Points from the lowest to the highest, each number once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ScalePointBlock(), min_num=2, max_num=11, default=usual_points(), **kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        numbers = [child["value"] for child in value if child["value"] is not None]
        if len(set(numbers)) != len(numbers):
            raise ListBlockValidationError(
                non_block_errors=[
                    ValidationError(gettext("Two levels have the same points. Change one of them."))
                ]
            )
        return value


class LikertGroupBlock(QuestionBlock):
    own = ("statements", "points", "domain", "weight")

    statements = NamedPartsBlock(StatementBlock(), max_num=60, label=_("Statements"))
    points = ScaleBlock(label=_("Scale"))
    domain = domain_block()
    weight = weight_block(default=0)

    class Meta:
        label = _("Statements on one scale")
        icon = "table"
        description = _("Several statements, each rated on the same scale.")
        preview_value: ClassVar[dict] = sample(
            label="តើលោកគ្រូ អ្នកគ្រូយល់ស្របប៉ុនណា?",
            statements=[
                {"label": "ខ្ញុំមានពេលរៀបចំមេរៀន", "value": "time", "reverse": False},
                {"label": "ខ្ញុំត្រូវការជំនួយបន្ថែម", "value": "help", "reverse": True},
            ],
            points=usual_points(),
            domain=None,
            weight=Decimal(0),
        )


class LikertGroup(QuestionKind):
    """Stored as {"statement": points, …}, in the order of the statements.

    With a weight, each statement that was rated adds its points, and the highest of the scale to
    what they are out of; unrated ones stand outside both.
    """

    name = "likert_group"
    order = 90
    block_class = LikertGroupBlock
    xlsform_type = "begin group"
    shape = "parts"

    def config(self, value: Any) -> dict:
        return {
            "statements": [
                {"value": one["value"], **({"reverse": True} if one.get("reverse") else {})}
                for one in value["statements"]
            ],
            "points": sorted(one["value"] for one in value["points"] if one["value"] is not None),
            **scoring_config(value, default=0),
        }

    def words(self, value: Any) -> dict:
        return {
            **super().words(value),
            "statements": {one["value"]: one["label"] for one in value["statements"]},
            "points": {str(one["value"]): one["label"] for one in value["points"]},
        }

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        code = item["code"]
        rows = [
            {
                "type": f"select_one {code}",
                "name": part_name(code, one["value"]),
                "label": words_of(texts, "statements", one["value"]),
                "appearance": "likert",
                "choices": choice_rows(map(str, item["points"]), texts, "points"),
                "needed": True,
            }
            for one in item["statements"]
        ]
        rated = ", ".join(
            f"if(${{{row['name']}}} = '', '', concat(' {one['value']}=', ${{{row['name']}}}))"
            for one, row in zip(item["statements"], rows, strict=True)
        )
        value = value_row(item, f"substr(concat({rated}, ''), 1)")
        return [group_row(item, texts), *rows, value, END]

    def points_formulas(self, item: dict) -> tuple[str, str] | None:
        if not Decimal(item["weight"]):
            return None
        low, high = item["points"][0], item["points"][-1]
        points, out_of = [], []
        for one in item["statements"]:
            rating = f"${{{part_name(item['code'], one['value'])}}}"
            turned = f"{low + high} - {rating}" if one.get("reverse") else rating
            points.append(f"if({rating} = '', 0, {turned})")
            out_of.append(f"if({rating} = '', 0, {high})")
        weight = item["weight"]
        return f"{weight} * ({' + '.join(points)})", f"{weight} * ({' + '.join(out_of)})"

    def typed(self, item: dict, value: Any) -> str:
        """Return "clear=4 calm=2": enough to ask whether there is an answer."""
        return " ".join(f"{statement}={points}" for statement, points in value.items())

    def chosen(self, value: Any) -> list[str]:
        return list(value)

    def worked_out(self, item: dict, result: Any) -> None:
        """Nothing: one value says nothing about several statements."""
        return None

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        given = {
            one["value"]: data.get(f"{item['code']}__{one['value']}", "")
            for one in item["statements"]
        }
        return {statement: points for statement, points in given.items() if points} or None

    def check(self, item: dict, raw: Any) -> dict[str, int]:
        statements = [one["value"] for one in item["statements"]]
        if not isinstance(raw, dict) or not set(raw) <= set(statements):
            raise AnswerRefused(gettext("Choose a point of the scale for each statement."))
        value = {
            statement: self._points(item, raw[statement])
            for statement in statements
            if raw.get(statement) not in (None, "")
        }
        if item["required"] and len(value) < len(statements):
            raise AnswerRefused(gettext("Choose a point of the scale for each statement."))
        return value

    def _points(self, item: dict, raw: Any) -> int:
        for number in item["points"]:
            if isinstance(raw, str) and to_ascii(raw[:_LONGEST_POINT].strip()) == str(number):
                return number
            if isinstance(raw, (int, float)) and not isinstance(raw, bool) and raw == number:
                return number
        raise AnswerRefused(gettext("Choose a point of the scale for each statement."))

    def score(self, item: dict, value: Any) -> Points | None:
        weight = Decimal(item["weight"])
        if not weight:
            return None
        if not value:
            return Points(None, "0", None, item["weight"])
        low, high = item["points"][0], item["points"][-1]
        rated = [
            (low + high - value[one["value"]]) if one.get("reverse") else value[one["value"]]
            for one in item["statements"]
            if one["value"] in value
        ]
        return Points(
            exact(sum(rated) * weight), exact(high * len(rated) * weight), None, item["weight"]
        )

    def export(self, item: dict, value: Any, texts: dict) -> str:
        statements, points = texts.get("statements", {}), texts.get("points", {})
        return "\n".join(
            f"{statements.get(statement) or statement}: {points.get(str(number)) or number}"
            for statement, number in value.items()
        )

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        answer = answer if isinstance(answer, dict) else {}
        labels, points = texts.get("statements", {}), texts.get("points", {})
        rows = []
        for row, one in enumerate(item["statements"]):
            name = f"{item['code']}__{one['value']}"
            chosen = to_ascii(str(answer.get(one["value"], ""))[:_LONGEST_POINT].strip())
            rows.append(
                {
                    "label": labels.get(one["value"]) or one["value"],
                    "name": name,
                    "options": [
                        {
                            "value": str(number),
                            "label": points.get(str(number)) or str(number),
                            "id": f"id_{item['code']}"
                            if (row, place) == (0, 0)
                            else f"id_{name}__{place}",
                            "checked": chosen == str(number),
                        }
                        for place, number in enumerate(item["points"])
                    ],
                }
            )
        return {"rows": rows}
