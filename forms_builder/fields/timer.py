"""A stop-watch for the phases of a lesson, such as teacher talk and pair work."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.named_parts import (
    NamedPartsBlock,
    as_json,
    from_json,
    moment,
    part_values,
    part_words,
    shown_moment,
)
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.sheet_rows import (
    END,
    group_row,
    in_languages,
    part_name,
    sum_of,
    value_row,
    words_of,
)
from khmer.digits import written
from khmer.numbers import parse_integer

_MOST_SECONDS = 86_400
_MOST_SPANS = 2_000
_LONGEST = 40
_SECONDS = gettext_noop("%(phase)s (seconds)")


class TimerBlock(QuestionBlock):
    own = ("phases",)

    phases = NamedPartsBlock(
        label=_("Phases"),
        max_num=12,
        help_text=_("What is timed, one line for each phase. One phase runs at a time."),
    )

    class Meta:
        label = _("Timer")
        icon = "time"
        description = _("Measures how long the phases of a lesson take.")
        preview_value: ClassVar[dict] = sample(
            label="ពេលវេលាក្នុងម៉ោងរៀន",
            phases=[
                {"label": "គ្រូនិយាយ", "value": "teacher"},
                {"label": "សិស្សនិយាយ", "value": "students"},
            ],
        )


class Timer(QuestionKind):
    """Stored as {"seconds": {"teacher": 125}, "spans": [["teacher", "…Z", "…Z"], …]}.

    `seconds` is what counts, measured or typed as minutes:seconds. `spans` tells when each phase
    was started and stopped. Expressions compute with the seconds of all phases together.
    """

    name = "timer"
    order = 88
    block_class = TimerBlock
    xlsform_type = "begin group"
    value_type = "number"
    shape = "timer"

    def config(self, value: Any) -> dict:
        return {"phases": part_values(value["phases"])}

    def words(self, value: Any) -> dict:
        return {**super().words(value), "phases": part_words(value["phases"])}

    def typed(self, item: dict, value: Any) -> float:
        return float(sum(value["seconds"].values()))

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        """Seconds are typed there: a timer that starts and stops is no type of XLSForm."""
        rows = [
            {
                "type": "integer",
                "name": part_name(item["code"], phase["value"]),
                "label": in_languages(
                    texts,
                    _SECONDS,
                    phase=words_of(texts, "phases", phase["value"]),
                ),
                "constraint": f". >= 0 and . <= {_MOST_SECONDS}",
            }
            for phase in item["phases"]
        ]
        total = value_row(item, sum_of([str(row["name"]) for row in rows]))
        return [group_row(item, texts), *rows, total, END]

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        seconds = {
            phase["value"]: typed
            for phase in item["phases"]
            if (typed := data.get(f"{item['code']}__spent__{phase['value']}", "").strip())
        }
        if not seconds:
            return None
        spans = data.get(f"{item['code']}__spans", "").strip()
        return {"seconds": seconds, "spans": spans} if spans else {"seconds": seconds}

    def is_empty(self, raw: Any) -> bool:
        if isinstance(raw, dict) and "seconds" in raw:
            raw = raw["seconds"]
        return super().is_empty(raw)

    def check(self, item: dict, raw: Any) -> dict:
        known = [phase["value"] for phase in item["phases"]]
        if (
            not isinstance(raw, dict)
            or not set(raw) <= {"seconds", "spans"}
            or not isinstance(raw.get("seconds"), dict)
            or not raw["seconds"].keys() <= set(known)
        ):
            raise AnswerRefused(_example())
        given = {code: one for code, one in raw["seconds"].items() if one not in ("", None)}
        value: dict[str, Any] = {
            "seconds": {code: seconds_in(given[code]) for code in known if code in given}
        }
        if spans := self._spans(known, from_json(raw.get("spans"))):
            value["spans"] = spans
        return value

    def _spans(self, known: list[str], raw: Any) -> list[list]:
        if raw is None:
            return []
        if not isinstance(raw, list) or len(raw) > _MOST_SPANS:
            raise AnswerRefused(_unreadable())
        spans = []
        for span in raw:
            if not isinstance(span, list) or len(span) != 3 or span[0] not in known:
                raise AnswerRefused(_unreadable())
            phase, begun, ended = span
            if ended is None:
                continue  # still running: its seconds do not count yet either
            begun, ended = moment(begun), moment(ended)
            if ended < begun:
                raise AnswerRefused(_unreadable())
            spans.append([phase, begun, ended])
        return spans

    def export(self, item: dict, value: Any, texts: dict) -> str:
        labels = texts.get("phases", {})
        total = sum(value["seconds"].values())
        parts = []
        for code, seconds in value["seconds"].items():
            share = f" ({written(round(seconds * 100 / total))}%)" if total else ""
            parts.append(f"{labels.get(code) or code}: {written(clock(seconds))}{share}")
        if value.get("spans"):
            begun = min(span[1] for span in value["spans"])
            parts.append(
                gettext("begun at %(time)s") % {"time": shown_moment(begun, get_language() or "km")}
            )
        return "; ".join(parts)

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        answer = answer if isinstance(answer, dict) else {}
        seconds = answer.get("seconds") if isinstance(answer.get("seconds"), dict) else {}
        labels = texts.get("phases", {})
        return {
            "phases": [
                {
                    "value": phase["value"],
                    "label": labels.get(phase["value"]) or phase["value"],
                    "id": f"id_{item['code']}" + (f"__{phase['value']}" if number else ""),
                    "spent": _shown(seconds.get(phase["value"])),
                }
                for number, phase in enumerate(item["phases"])
            ],
            "spans": as_json(answer.get("spans")),
        }


def seconds_in(raw: Any) -> int:
    """Return the seconds in a number of seconds, in "2:05", "1:02:05", or in "2" for two minutes.

    Digits may be Khmer. Raises AnswerRefused.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if 0 <= raw <= _MOST_SECONDS and raw == int(raw):
            return int(raw)
        raise AnswerRefused(_example())
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        raise AnswerRefused(_example())
    parts = raw.split(":")
    try:
        numbers = [parse_integer(part) for part in parts]
    except ValueError:
        raise AnswerRefused(_example()) from None
    if len(numbers) == 1:
        numbers.append(0)
    if len(numbers) > 3 or min(numbers) < 0 or any(number > 59 for number in numbers[1:]):
        raise AnswerRefused(_example())
    total = 0
    for number in numbers:
        total = total * 60 + number
    if total > _MOST_SECONDS:
        raise AnswerRefused(_example())
    return total


def clock(seconds: int) -> str:
    """Return seconds as 2:05, or from an hour on as 1:02:05."""
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes}:{seconds % 60:02}"


def _example() -> str:
    return gettext("Write the time of each phase as minutes:seconds, for example 2:05.")


def _shown(raw: Any) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= _MOST_SECONDS:
        return clock(raw)
    return "" if raw is None else str(raw)[:_LONGEST]


def _unreadable() -> str:
    return gettext(
        "The times of this timer cannot be read. Write the times by hand and send again."
    )
