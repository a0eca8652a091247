"""What is seen in each interval of a lesson, by codes: as COPUS, Stallings or Teach snapshots."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.exact import exact
from forms_builder.fields.base import Points, QuestionKind
from forms_builder.fields.inputs import DecimalBlock, IntegerBlock, LineBlock
from forms_builder.fields.interval_rows import interval_formulas, interval_rows
from forms_builder.fields.named_parts import (
    NamedPartBlock,
    NamedPartsBlock,
    as_json,
    from_json,
    moment,
    part_words,
    shown_moment,
)
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.scoring import domain_block
from khmer.digits import written

# Stands for "looked, and saw none of these": no code can be the same.
NONE = "-"
_MOST_INTERVALS = 120
_PLACES = Decimal("0.0001")


class CodeOfIntervalBlock(NamedPartBlock):
    heading = LineBlock(
        required=False,
        label=_("Heading above"),
        help_text=_("Begins a new group, such as “teacher” or “students”. Usually empty."),
    )
    weight = DecimalBlock(
        required=False,
        default=Decimal(0),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        max_digits=10,
        decimal_places=4,
        label=_("Weight"),
        help_text=_("How much the share of intervals with this code counts. 0: not at all."),
    )

    class Meta:
        label_format = "{label}"


class IntervalObservationBlock(QuestionBlock):
    own = ("every", "minutes", "codes", "vibrate", "domain")

    every = IntegerBlock(min_value=1, max_value=60, default=2, label=_("Minutes of an interval"))
    minutes = IntegerBlock(min_value=1, max_value=600, default=40, label=_("Minutes altogether"))
    codes = NamedPartsBlock(
        CodeOfIntervalBlock(),
        label=_("Codes"),
        max_num=60,
        help_text=_("What may be seen in an interval. Several can be chosen."),
    )
    vibrate = blocks.BooleanBlock(
        required=False,
        label=_("Vibrate"),
        help_text=_("The phone vibrates softly when an interval begins, where it can."),
    )
    domain = domain_block()

    class Meta:
        label = _("Interval observation")
        icon = "history"
        description = _("What is seen every few minutes, by codes.")
        preview_value: ClassVar[dict] = sample(
            label="អ្វីកំពុងកើតឡើងក្នុងថ្នាក់",
            every=5,
            minutes=15,
            codes=[
                {"label": "ពន្យល់", "value": "explains", "heading": "គ្រូ", "weight": Decimal(0)},
                {"label": "សួរសំណួរ", "value": "asks", "heading": "", "weight": Decimal(0)},
                {"label": "ធ្វើការជាក្រុម", "value": "group", "heading": "សិស្ស", "weight": Decimal(0)},
            ],
            vibrate=False,
            domain=None,
        )


class IntervalObservation(QuestionKind):
    """Stored as {"intervals": [["asks"], null, []], "started": "…Z", "filled": ["…Z", null, "…Z"]}.

    null: the interval was not observed. []: it was, and none of the codes was seen. `filled` tells
    when each interval was first marked, so that late ones can be told. Expressions compute with
    the number of intervals observed.
    """

    name = "interval_observation"
    order = 90
    block_class = IntervalObservationBlock
    xlsform_type = "begin group"
    value_type = "number"
    shape = "intervals"

    def config(self, value: Any) -> dict:
        every, minutes = value["every"] or 1, value["minutes"] or 1
        return {
            "every": every,
            "intervals": min(-(-minutes // every), _MOST_INTERVALS),
            "codes": [
                {"value": code["value"], "weight": exact(code["weight"] or Decimal(0))}
                for code in value["codes"]
            ],
            "vibrate": bool(value["vibrate"]),
            "domain": value["domain"].code if value["domain"] else None,
        }

    def words(self, value: Any) -> dict:
        return {
            **super().words(value),
            "codes": part_words(value["codes"]),
            "headings": {
                code["value"]: code["heading"] for code in value["codes"] if code["heading"]
            },
        }

    def typed(self, item: dict, value: Any) -> float:
        return float(sum(one is not None for one in value["intervals"]))

    # XLSForm

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        return interval_rows(item, texts)

    # Answers

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        code = item["code"]
        intervals: list[list[str] | None] = []
        for number in range(item["intervals"]):
            chosen = [one for one in data.getlist(f"{code}__{number}") if one]
            intervals.append([one for one in chosen if one != NONE] if chosen else None)
        if all(one is None for one in intervals):
            return None
        answer: dict[str, Any] = {"intervals": intervals}
        for part in ("started", "filled"):
            if kept := data.get(f"{code}__{part}", "").strip():
                answer[part] = kept
        return answer

    def is_empty(self, raw: Any) -> bool:
        # An interval in which none of the codes was seen is an answer.
        if isinstance(raw, dict) and isinstance(raw.get("intervals"), list):
            return all(one is None for one in raw["intervals"])
        return super().is_empty(raw)

    def check(self, item: dict, raw: Any) -> dict:
        if (
            not isinstance(raw, dict)
            or not set(raw) <= {"intervals", "started", "filled"}
            or not isinstance(raw.get("intervals"), list)
            or len(raw["intervals"]) > item["intervals"]
        ):
            raise AnswerRefused(_choose())
        known = [code["value"] for code in item["codes"]]
        intervals = [self._interval(known, one) for one in raw["intervals"]]
        missing = item["intervals"] - len(intervals)
        value: dict[str, Any] = {"intervals": intervals + [None] * missing}
        if raw.get("started") not in ("", None):
            value["started"] = moment(raw["started"])
        filled = from_json(raw.get("filled"))
        if filled:
            if not isinstance(filled, list) or len(filled) > item["intervals"]:
                raise AnswerRefused(_choose())
            filled = filled + [None] * (item["intervals"] - len(filled))
            value["filled"] = [
                None if at is None or one is None else moment(at)
                for one, at in zip(value["intervals"], filled, strict=True)
            ]
        return value

    def _interval(self, known: list[str], raw: Any) -> list[str] | None:
        if raw is None:
            return None
        if (
            not isinstance(raw, list)
            or len(raw) > len(known)
            or not all(isinstance(one, str) and one in known for one in raw)
        ):
            raise AnswerRefused(_choose())
        return [code for code in known if code in raw]

    # Results

    def points_formulas(self, item: dict) -> tuple[str, str] | None:
        return interval_formulas(item)

    def score(self, item: dict, value: Any) -> Points | None:
        """A code gives its weight times the share of observed intervals in which it was seen."""
        weights = {code["value"]: Decimal(code["weight"]) for code in item["codes"]}
        out_of = sum(weights.values(), Decimal(0))
        if not out_of:
            return None
        observed = [one for one in (value or {}).get("intervals", ()) if one is not None]
        if not observed:
            return Points(None, exact(out_of), None, "1")
        points = sum(
            (weights[code] * sum(code in one for one in observed) for code in weights), Decimal(0)
        ) / len(observed)
        return Points(exact(points.quantize(_PLACES, ROUND_HALF_UP)), exact(out_of), None, "1")

    def export(self, item: dict, value: Any, texts: dict) -> str:
        observed = [one for one in value["intervals"] if one is not None]
        labels = texts.get("codes", {})
        parts = [
            ngettext(
                "%(observed)s of %(intervals)s interval observed",
                "%(observed)s of %(intervals)s intervals observed",
                item["intervals"],
            )
            % {"observed": written(len(observed)), "intervals": written(item["intervals"])}
        ]
        for code in (one["value"] for one in item["codes"]):
            seen = sum(code in one for one in observed)
            if seen:
                share = written(round(seen * 100 / len(observed)))
                parts.append(f"{labels.get(code) or code}: {share}% ({written(seen)})")
        if value.get("started"):
            parts.append(
                gettext("begun at %(time)s")
                % {"time": shown_moment(value["started"], get_language() or "km")}
            )
        return "; ".join(parts)

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        answer = answer if isinstance(answer, dict) else {}
        given = answer.get("intervals") if isinstance(answer.get("intervals"), list) else []
        labels, headings = texts.get("codes", {}), texts.get("headings", {})
        intervals = []
        for number in range(item["intervals"]):
            one = given[number] if number < len(given) else None
            chosen = one if isinstance(one, list) else []
            name = f"{item['code']}__{number}"
            groups: list[dict[str, Any]] = []
            for place, code in enumerate(item["codes"]):
                heading = headings.get(code["value"], "")
                if heading or not groups:
                    groups.append({"heading": heading, "codes": []})
                first = not number and not place
                groups[-1]["codes"].append(
                    {
                        "value": code["value"],
                        "label": labels.get(code["value"]) or code["value"],
                        "id": f"id_{item['code']}" if first else f"id_{name}__{place}",
                        "checked": code["value"] in chosen,
                    }
                )
            intervals.append(
                {
                    "name": name,
                    "number": number + 1,
                    "begin": number * item["every"],
                    "end": (number + 1) * item["every"],
                    "groups": groups,
                    "none": one is not None and not chosen,
                    "observed": one is not None,
                }
            )
        started = answer.get("started")
        return {
            "intervals": intervals,
            "started": started if isinstance(started, str) else "",
            "filled": as_json(answer.get("filled")),
            "observed": sum(one["observed"] for one in intervals),
        }


def _choose() -> str:
    return gettext("Choose for each interval what was seen, from the codes of the list.")
