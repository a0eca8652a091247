"""How long something took: hours and minutes, in Khmer or ASCII digits."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.parts import QuestionBlock, sample
from khmer.digits import written
from khmer.numbers import parse_integer

_LONGEST = 40
_MOST_MINUTES = 100_000
_PARTS = ("hours", "minutes")


class DurationBlock(QuestionBlock):
    class Meta:
        label = _("Duration")
        icon = "time"
        description = _("Hours and minutes that something took.")
        preview_value = sample(label="រយៈពេលនៃម៉ោងរៀន")


class Duration(QuestionKind):
    """Stored as whole minutes, which expressions compute with: 1 hour 30 minutes is 90.

    Read from two parts, hours and minutes (90 minutes without hours are welcome), from a text
    such as 1:30, or from a number of minutes.
    """

    name = "duration"
    order = 84
    block_class = DurationBlock
    xlsform_type = "integer"
    value_type = "number"
    shape = "parts"

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        parts = {part: data.get(f"{item['code']}__{part}", "").strip() for part in _PARTS}
        return parts if any(parts.values()) else None

    def check(self, item: dict, raw: Any) -> int:
        if isinstance(raw, dict) and set(raw) <= set(_PARTS):
            hours, minutes = (self._whole(raw.get(part)) for part in _PARTS)
        elif isinstance(raw, str) and raw.count(":") == 1 and len(raw) <= _LONGEST:
            hours, minutes = (self._whole(part) for part in raw.split(":"))
        else:
            hours, minutes = 0, self._whole(raw)
        total = hours * 60 + minutes
        if total > _MOST_MINUTES:
            raise AnswerRefused(
                gettext("This is longer than %(limit)s hours. Correct hours and minutes.")
                % {"limit": written(_MOST_MINUTES // 60)}
            )
        return total

    def _whole(self, raw: Any) -> int:
        number = -1
        if raw is None or raw == "":
            number = 0
        elif isinstance(raw, str) and len(raw) <= _LONGEST:
            try:
                number = parse_integer(raw) if raw.strip() else 0
            except ValueError:
                number = -1
        elif isinstance(raw, int | float) and not isinstance(raw, bool):
            is_whole = 0 <= raw <= _MOST_MINUTES and raw == int(raw)
            number = int(raw) if is_whole else -1
        if number < 0:
            raise AnswerRefused(
                gettext("Write hours and minutes as whole numbers, for example 1 and 30.")
            )
        return number

    def export(self, item: dict, value: Any, texts: dict) -> str:
        hours, minutes = divmod(value, 60)
        if not hours:
            return gettext("%(minutes)s minutes") % {"minutes": written(minutes)}
        return gettext("%(hours)s hours %(minutes)s minutes") % {
            "hours": written(hours),
            "minutes": written(minutes),
        }

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        if isinstance(answer, dict):
            parts = {part: str(answer.get(part) or "")[:_LONGEST] for part in _PARTS}
            return {"typed_hours": parts["hours"], "typed_minutes": parts["minutes"]}
        try:
            hours, minutes = (
                divmod(self.check(item, answer), 60) if answer is not None else ("", "")
            )
        except AnswerRefused:
            hours, minutes = "", answer
        return {"typed_hours": str(hours), "typed_minutes": str(minutes)}
