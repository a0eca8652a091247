"""A rubric criterion whose level follows from what was seen: indicators ticked yes or no."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import Points, QuestionKind, checked_text, quoted
from forms_builder.fields.inputs import IntegerBlock, LineBlock, LinesBlock
from forms_builder.fields.levels import usual_levels
from forms_builder.fields.named_parts import NamedPartsBlock, part_values, part_words
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.rubric import LONGEST_EVIDENCE, Evidence
from forms_builder.fields.rubric_rows import checklist_rows
from forms_builder.fields.scoring import (
    NOT_APPLICABLE,
    domain_block,
    level_formulas,
    level_points,
    reverse_block,
    scoring_config,
    scoring_options,
    unscored_block,
    weight_block,
)
from khmer.digits import to_ascii, written

YES, NO = "yes", "no"


class ReachedLevelBlock(blocks.StructBlock):
    value = IntegerBlock(min_value=0, max_value=100, label=_("Points"))
    label = LineBlock(label=_("Level"), max_length=120)
    descriptor = LinesBlock(label=_("Descriptor"), help_text=_("What is seen at this level."))
    at_least = IntegerBlock(
        min_value=0,
        max_value=100,
        label=_("From how many percent “yes”"),
        help_text=_("Of the indicators that apply. The lowest level begins at 0."),
    )

    class Meta:
        label_format = "{value} {label}"


class ReachedLevelsBlock(blocks.ListBlock):
    """Levels, each reached from a share of “yes” on; more points need a greater share."""

    def __init__(self, **kwargs: Any) -> None:
        shares = (0, 40, 60, 80)
        default = [
            {
                "value": level["value"],
                "label": level["label"],
                "descriptor": "",
                "at_least": share,
            }
            for level, share in zip(usual_levels(), shares, strict=True)
        ]
        super().__init__(ReachedLevelBlock(), min_num=2, max_num=20, default=default, **kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        steps = sorted(
            (level["value"], level["at_least"])
            for level in value
            if None not in (level["value"], level["at_least"])
        )
        rising = all(
            before[0] < after[0] and before[1] < after[1] for before, after in pairwise(steps)
        )
        if steps and (not rising or steps[0][1] != 0):
            raise ListBlockValidationError(
                non_block_errors=[
                    ValidationError(
                        gettext(
                            "Let the lowest level begin at 0 percent, and each higher one at more "
                            "than the one below it."
                        )
                    )
                ]
            )
        return value


class RubricChecklistBlock(QuestionBlock):
    own = (
        "indicators",
        "levels",
        "domain",
        "weight",
        "reverse",
        "unscored",
        "evidence",
        "allow_na",
    )

    indicators = NamedPartsBlock(
        label=_("Indicators"),
        min_num=2,
        max_num=60,
        help_text=_("What was seen or not, one line for each."),
    )
    levels = ReachedLevelsBlock(label=_("Levels"))
    domain = domain_block()
    weight = weight_block()
    reverse = reverse_block()
    unscored = unscored_block()
    evidence = blocks.ChoiceBlock(
        choices=Evidence.choices, default=Evidence.OPTIONAL, label=_("Evidence note")
    )
    allow_na = blocks.BooleanBlock(
        required=False, default=True, label=_("“Not applicable” may be chosen")
    )

    class Meta:
        label = _("Rubric checklist")
        icon = "list-ul"
        description = _("Indicators, yes or no, from which a level follows.")
        preview_value: ClassVar[dict] = sample(
            label="គ្រូពិនិត្យការយល់ដឹងរបស់សិស្ស",
            indicators=[
                {"label": "គ្រូសួរសំណួរដល់សិស្សច្រើននាក់", "value": "asks"},
                {"label": "គ្រូមើលការងាររបស់សិស្ស", "value": "looks"},
            ],
            levels=[
                {"value": 1, "label": "កំពុងចាប់ផ្តើម", "descriptor": "", "at_least": 0},
                {"value": 2, "label": "រឹងមាំ", "descriptor": "", "at_least": 50},
            ],
            domain=None,
            weight=Decimal(1),
            reverse=False,
            unscored=False,
            evidence=Evidence.OPTIONAL,
            allow_na=True,
        )


class RubricChecklist(QuestionKind):
    """Stored as {"items": {"asks": "yes", "looks": "na"}, "level": 3, "evidence": "…"}.

    The level is always worked out here: the highest one whose share of “yes” is reached, counted
    over the indicators that apply. Where none applies, `na` stands in its place.
    """

    name = "rubric_checklist"
    order = 12
    block_class = RubricChecklistBlock
    xlsform_type = "begin group"
    shape = "checklist"

    def config(self, value: Any) -> dict:
        return {
            "indicators": part_values(value["indicators"]),
            "levels": [
                {"value": level["value"], "at_least": level["at_least"] or 0}
                for level in sorted(
                    (one for one in value["levels"] if one["value"] is not None),
                    key=lambda one: one["value"],
                )
            ],
            **scoring_config(value),
            "allow_na": bool(value["allow_na"]),
            "evidence": value["evidence"] or Evidence.OPTIONAL.value,
            **scoring_options(value),
        }

    def words(self, value: Any) -> dict:
        return {
            **super().words(value),
            "indicators": part_words(value["indicators"]),
            "levels": {
                str(level["value"]): {"label": level["label"], "descriptor": level["descriptor"]}
                for level in value["levels"]
            },
        }

    def condition_values(self, item: dict) -> list[str]:
        values = [str(level["value"]) for level in item["levels"]]
        return [*values, NOT_APPLICABLE] if item["allow_na"] else values

    def literal(self, value: str) -> str:
        return quoted(value) if value == NOT_APPLICABLE else to_ascii(value).strip()

    def typed(self, item: dict, value: Any) -> str | float:
        return NOT_APPLICABLE if value.get("na") else float(value["level"])

    # XLSForm

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        return checklist_rows(item, texts)

    def points_formulas(self, item: dict) -> tuple[str, str] | None:
        return level_formulas(item)

    # Answers

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        answer: dict[str, Any] = {}
        items = {
            one["value"]: chosen
            for one in item["indicators"]
            if (chosen := data.get(f"{item['code']}__item__{one['value']}", ""))
        }
        if items:
            answer["items"] = items
        evidence = data.get(f"{item['code']}__evidence", "")
        if evidence.strip():
            answer["evidence"] = evidence
        return answer or None

    def check(self, item: dict, raw: Any) -> dict:
        # Level and na come back with a stored answer; they are worked out again.
        if (
            not isinstance(raw, dict)
            or not set(raw) <= {"items", "level", "na", "evidence"}
            or not isinstance(raw.get("items") or {}, dict)
        ):
            raise AnswerRefused(gettext("Choose yes or no for each line."))
        given = raw.get("items") or {}
        known = [one["value"] for one in item["indicators"]]
        allowed = (YES, NO, NOT_APPLICABLE) if item["allow_na"] else (YES, NO)
        if not given.keys() <= set(known) or not all(
            isinstance(one, str) and one in allowed for one in given.values()
        ):
            raise AnswerRefused(gettext("Choose yes or no for each line."))
        missing = len(known) - len(given)
        if missing:
            raise AnswerRefused(
                gettext("Choose yes or no for each line. Lines without an answer: %(count)s.")
                % {"count": written(missing)}
            )
        value: dict[str, Any] = {"items": {code: given[code] for code in known}}
        level = level_reached(item, list(given.values()))
        value |= {"na": True} if level is None else {"level": level}
        evidence = raw.get("evidence")
        if evidence not in (None, ""):
            evidence = checked_text(evidence, LONGEST_EVIDENCE)
        if evidence and item["evidence"] == Evidence.NONE:
            raise AnswerRefused(gettext("No note is asked for here. Delete it."))
        if evidence:
            value["evidence"] = evidence
        elif item["evidence"] == Evidence.REQUIRED and level is not None:
            raise AnswerRefused(gettext("Write what you saw or heard that shows this level."))
        return value

    # Results

    def score(self, item: dict, value: Any) -> Points | None:
        return level_points(item, None if value is None or value.get("na") else value["level"])

    def export(self, item: dict, value: Any, texts: dict) -> str:
        chosen = list(value["items"].values())
        seen, applied = chosen.count(YES), len(chosen) - chosen.count(NOT_APPLICABLE)
        if value.get("na"):
            return gettext("not applicable")
        level = str(value["level"])
        label = texts.get("levels", {}).get(level, {}).get("label")
        shares = gettext("%(seen)s of %(applied)s seen") % {
            "seen": written(seen),
            "applied": written(applied),
        }
        return f"{level} {label} ({shares})" if label else f"{level} ({shares})"

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        answer = answer if isinstance(answer, dict) else {}
        chosen = answer.get("items") if isinstance(answer.get("items"), dict) else {}
        labels, levels = texts.get("indicators", {}), texts.get("levels", {})
        evidence = answer.get("evidence")
        return {
            "indicators": [
                {
                    "value": one["value"],
                    "label": labels.get(one["value"]) or one["value"],
                    "id": f"id_{item['code']}" + (f"__{one['value']}" if number else ""),
                    "chosen": chosen.get(one["value"]),
                }
                for number, one in enumerate(item["indicators"])
            ],
            "levels": [
                {
                    "value": str(level["value"]),
                    "at_least": level["at_least"],
                    **levels.get(str(level["value"]), {"label": "", "descriptor": ""}),
                }
                for level in item["levels"]
            ],
            "thresholds": json.dumps(
                [
                    [
                        level["value"],
                        level["at_least"],
                        levels.get(str(level["value"]), {}).get("label", ""),
                    ]
                    for level in item["levels"]
                ],
                ensure_ascii=False,
            ),
            "evidence": evidence if isinstance(evidence, str) else "",
        }


def level_reached(item: dict, chosen: list[str]) -> int | None:
    """Return the level that answers add up to, None where no indicator applies."""
    seen = chosen.count(YES)
    applied = len(chosen) - chosen.count(NOT_APPLICABLE)
    if not applied:
        return None
    return max(
        level["value"] for level in item["levels"] if seen * 100 >= level["at_least"] * applied
    )
