"""A time of day, in Khmer or ASCII digits."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.parts import QuestionBlock, sample
from khmer.dates import format_time, parse_time

_LONGEST = 100


class TimeQuestionBlock(QuestionBlock):
    class Meta:
        label = _("Time of day")
        icon = "time"
        description = _("A time of day.")
        preview_value = sample(
            label="ម៉ោងចាប់ផ្តើម",
        )


class Time(QuestionKind):
    """Stored as 08:30."""

    name = "time"
    order = 80
    block_class = TimeQuestionBlock
    xlsform_type = "time"

    def check(self, item: dict, raw: Any) -> str:
        try:
            if isinstance(raw, str) and len(raw) <= _LONGEST:
                return f"{parse_time(raw):%H:%M}"
        except ValueError:
            pass
        raise AnswerRefused(gettext("Write a time as hours:minutes, for example 14:30."))

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return format_time(datetime.time.fromisoformat(value), get_language() or "km")
