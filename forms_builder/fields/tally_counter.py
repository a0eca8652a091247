"""Tallies: how often something happened, one tap each."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.exact import exact
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.named_parts import (
    NamedPartsBlock,
    as_json,
    from_json,
    moment,
    part_values,
    part_words,
)
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.sheet_rows import (
    END,
    extra_name,
    group_row,
    in_languages,
    part_name,
    sum_of,
    value_row,
    words_of,
)
from khmer.digits import written
from khmer.numbers import parse_integer

_MOST = 10_000
_MOST_MINUTES = 1_440
_LONGEST = 40


class TallyCounterBlock(QuestionBlock):
    own = ("counters", "per_minute")

    counters = NamedPartsBlock(
        label=_("Counters"),
        max_num=12,
        help_text=_("What is counted, one line for each counter."),
    )
    per_minute = blocks.BooleanBlock(
        required=False,
        label=_("Counts per minute"),
        help_text=_("Also ask how many minutes were watched, and show counts per minute."),
    )

    class Meta:
        label = _("Tally counter")
        icon = "plus-inverse"
        description = _("Counts what happens, with one tap each time.")
        preview_value: ClassVar[dict] = sample(
            label="រាប់សំណួររបស់គ្រូ",
            counters=[
                {"label": "សំណួរបើក", "value": "open"},
                {"label": "សំណួរបិទ", "value": "closed"},
            ],
            per_minute=False,
        )


class TallyCounter(QuestionKind):
    """Stored as {"counts": {"open": 5}, "minutes": 10, "taps": [["open", 1, "…Z"], …]}.

    The counts are what was seen, tapped or typed. The taps tell when, +1 or -1 each; a count that
    was typed has none. Expressions compute with the sum of all counts.
    """

    name = "tally_counter"
    order = 86
    block_class = TallyCounterBlock
    xlsform_type = "begin group"
    value_type = "number"
    shape = "tally"

    def config(self, value: Any) -> dict:
        return {
            "counters": part_values(value["counters"]),
            "per_minute": bool(value["per_minute"]),
        }

    def words(self, value: Any) -> dict:
        return {**super().words(value), "counters": part_words(value["counters"])}

    def typed(self, item: dict, value: Any) -> float:
        return float(sum(value["counts"].values()))

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        code = item["code"]
        rows: list[dict[str, Any]] = [
            {
                "type": "integer",
                "name": part_name(code, counter["value"]),
                "label": words_of(texts, "counters", counter["value"]),
                "appearance": "counter",
                "constraint": f". >= 0 and . <= {_MOST}",
            }
            for counter in item["counters"]
        ]
        total = value_row(item, sum_of([row["name"] for row in rows]))
        if item["per_minute"]:
            rows.append(
                {
                    "type": "integer",
                    "name": extra_name(code, "minutes"),
                    "label": in_languages(texts, "Minutes watched"),
                    "constraint": f". >= 0 and . <= {_MOST_MINUTES}",
                }
            )
        return [group_row(item, texts), *rows, total, END]

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        answer: dict[str, Any] = {
            "counts": {
                counter["value"]: typed
                for counter in item["counters"]
                if (typed := data.get(f"{item['code']}__count__{counter['value']}", "").strip())
            }
        }
        for part in ("minutes", "taps"):
            if typed := data.get(f"{item['code']}__{part}", "").strip():
                answer[part] = typed
        return answer if answer["counts"] or "minutes" in answer else None

    def is_empty(self, raw: Any) -> bool:
        # What was tapped and taken back again is no answer.
        if isinstance(raw, dict) and "taps" in raw:
            raw = {key: value for key, value in raw.items() if key != "taps"}
        return super().is_empty(raw)

    def check(self, item: dict, raw: Any) -> dict:
        if (
            not isinstance(raw, dict)
            or not set(raw) <= {"counts", "minutes", "taps"}
            or not isinstance(raw.get("counts") or {}, dict)
        ):
            raise AnswerRefused(gettext("Write how often each line was seen, as whole numbers."))
        known = [counter["value"] for counter in item["counters"]]
        given = {
            code: one for code, one in (raw.get("counts") or {}).items() if one not in ("", None)
        }
        if not given.keys() <= set(known):
            raise AnswerRefused(gettext("Write how often each line was seen, as whole numbers."))
        if not given:
            raise AnswerRefused(gettext("Count at least one line, 0 if it was not seen."))
        value: dict[str, Any] = {
            "counts": {code: self._whole(given[code], _MOST) for code in known if code in given}
        }
        if raw.get("minutes") not in ("", None):
            if not item["per_minute"]:
                raise AnswerRefused(gettext("Minutes are not asked for here. Leave them out."))
            value["minutes"] = self._whole(raw["minutes"], _MOST_MINUTES)
        if taps := self._taps(known, from_json(raw.get("taps"))):
            value["taps"] = taps
        return value

    def _whole(self, raw: Any, most: int) -> int:
        number = None
        if isinstance(raw, str) and len(raw) <= _LONGEST:
            try:
                number = parse_integer(raw)
            except ValueError:
                number = None
        elif isinstance(raw, int | float) and not isinstance(raw, bool):
            number = int(raw) if abs(raw) <= most and raw == int(raw) else None
        if number is None or not 0 <= number <= most:
            raise AnswerRefused(
                gettext("Write a whole number from 0 to %(limit)s.") % {"limit": written(most)}
            )
        return number

    def _taps(self, known: list[str], raw: Any) -> list[list]:
        if raw is None:
            return []
        if not isinstance(raw, list) or len(raw) > _MOST:
            raise AnswerRefused(_unreadable())
        taps = []
        for tap in raw:
            if not isinstance(tap, list) or len(tap) != 3:
                raise AnswerRefused(_unreadable())
            code, step, at = tap
            if code not in known or isinstance(step, bool) or step not in (1, -1):
                raise AnswerRefused(_unreadable())
            taps.append([code, int(step), moment(at)])
        return taps

    def export(self, item: dict, value: Any, texts: dict) -> str:
        labels = texts.get("counters", {})
        parts = []
        for code, count in value["counts"].items():
            part = f"{labels.get(code) or code}: {written(count)}"
            if value.get("minutes"):
                rate = (Decimal(count) / value["minutes"]).quantize(Decimal("0.1"), ROUND_HALF_UP)
                part += " " + gettext("(%(rate)s a minute)") % {"rate": written(exact(rate))}
            parts.append(part)
        return "; ".join(parts)

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        answer = answer if isinstance(answer, dict) else {}
        counts = answer.get("counts") if isinstance(answer.get("counts"), dict) else {}
        labels = texts.get("counters", {})
        return {
            "counters": [
                {
                    "value": counter["value"],
                    "label": labels.get(counter["value"]) or counter["value"],
                    "id": f"id_{item['code']}" + (f"__{counter['value']}" if number else ""),
                    "count": _shown(counts.get(counter["value"])),
                }
                for number, counter in enumerate(item["counters"])
            ],
            "minutes": _shown(answer.get("minutes")),
            "taps": as_json(answer.get("taps")),
        }


def _shown(raw: Any) -> str:
    return "" if raw is None else str(raw)[:_LONGEST]


def _unreadable() -> str:
    return gettext(
        "The taps of this counter cannot be read. Write the counts by hand and send again."
    )
