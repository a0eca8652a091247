"""A day and a time of day together, in Khmer or ASCII digits, on Cambodia's clock."""

from __future__ import annotations

import datetime
import re
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.parts import QuestionBlock, sample
from khmer.dates import format_datetime, parse_date, parse_time

_LONGEST = 100
_ZONE = ZoneInfo("Asia/Phnom_Penh")
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)


class DateTimeQuestionBlock(QuestionBlock):
    class Meta:
        label = _("Date and time")
        icon = "history"
        description = _("A day of the calendar and a time of day.")
        preview_value = sample(label="ពេលចាប់ផ្តើមជំនួប")


class DateTime(QuestionKind):
    """Stored as 2026-11-21T08:30, without a zone: Cambodia has one, without summer time.

    Read from two parts, date and time, or from one text; a text with an offset from UTC is taken
    to Cambodia's clock.
    """

    name = "datetime"
    order = 82
    block_class = DateTimeQuestionBlock
    xlsform_type = "dateTime"
    value_type = "datetime"
    shape = "parts"

    def typed(self, item: dict, value: Any) -> datetime.datetime:
        return datetime.datetime.fromisoformat(value).replace(tzinfo=_ZONE)

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        parts = {part: data.get(f"{item['code']}__{part}", "").strip() for part in ("date", "time")}
        return parts if any(parts.values()) else None

    def check(self, item: dict, raw: Any) -> str:
        if isinstance(raw, dict) and set(raw) <= {"date", "time"}:
            return self._from_parts(raw.get("date"), raw.get("time"))
        if isinstance(raw, str) and len(raw) <= _LONGEST:
            return self._from_text(raw.strip())
        raise AnswerRefused(self._example())

    def worked_out(self, item: dict, result: Any) -> Any:
        if isinstance(result, datetime.datetime):
            return f"{result.astimezone(_ZONE):%Y-%m-%dT%H:%M}"
        return super().worked_out(item, result)

    def _from_parts(self, day: Any, time: Any) -> str:
        for part in (day, time):
            if not isinstance(part, str | None) or len(part or "") > _LONGEST:
                raise AnswerRefused(self._example())
        if not (day or "").strip():
            raise AnswerRefused(gettext("Write the date too, for example 21/11/2026."))
        if not (time or "").strip():
            raise AnswerRefused(gettext("Write the time too, for example 14:30."))
        try:
            return f"{parse_date(day).isoformat()}T{parse_time(time):%H:%M}"
        except ValueError:
            raise AnswerRefused(self._example()) from None

    def _from_text(self, text: str) -> str:
        if _ISO.fullmatch(text):
            try:
                moment = datetime.datetime.fromisoformat(text)
                if moment.tzinfo:
                    moment = moment.astimezone(_ZONE)
                parse_date(f"{moment:%Y-%m-%d}")
                return f"{moment:%Y-%m-%dT%H:%M}"
            except (ValueError, OverflowError):
                raise AnswerRefused(self._example()) from None
        words = text.split()
        for cut in range(1, len(words)):
            try:
                day, time = parse_date(" ".join(words[:cut])), parse_time(" ".join(words[cut:]))
            except ValueError:
                continue
            return f"{day.isoformat()}T{time:%H:%M}"
        raise AnswerRefused(self._example())

    def _example(self) -> str:
        return gettext(
            "Write the date as day/month/year and the time as hours:minutes, "
            "for example 21/11/2026 and 14:30."
        )

    def export(self, item: dict, value: Any, texts: dict) -> str:
        moment = datetime.datetime.fromisoformat(value)
        return format_datetime(moment, get_language() or "km", "short")

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        day = time = ""
        if isinstance(answer, dict):
            day, time = (str(answer.get(part) or "")[:_LONGEST] for part in ("date", "time"))
        elif isinstance(answer, str):
            try:
                moment = datetime.datetime.fromisoformat(self._from_text(answer[:_LONGEST].strip()))
                day, time = f"{moment:%d/%m/%Y}", f"{moment:%H:%M}"
            except AnswerRefused:
                day = answer
        return {"date": day, "time": time}
