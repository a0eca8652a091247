"""A date, as day/month/year or from the phone's calendar, in Khmer or ASCII digits."""

from __future__ import annotations

import contextlib
import datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.parts import QuestionBlock, sample
from khmer.dates import format_date, parse_date

# No way of writing a date is longer; a longer text is not worth reading.
_LONGEST = 100


class DateQuestionBlock(QuestionBlock):
    class Meta:
        label = _("Date")
        icon = "calendar-alt"
        description = _("A day of the calendar.")
        preview_value = sample(
            label="ថ្ងៃបង្រៀន",
        )


class Date(QuestionKind):
    """Stored as 2026-11-21."""

    name = "date"
    order = 70
    block_class = DateQuestionBlock
    xlsform_type = "date"
    value_type = "date"

    def check(self, item: dict, raw: Any) -> str:
        try:
            if isinstance(raw, str) and len(raw) <= _LONGEST:
                return parse_date(raw).isoformat()
        except ValueError:
            pass
        raise AnswerRefused(gettext("Write a date as day/month/year, for example 21/11/2026."))

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return format_date(datetime.date.fromisoformat(value), get_language() or "km", "short")

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        context = super().context(item, texts, answer)
        with contextlib.suppress(ValueError):
            context["typed"] = f"{datetime.date.fromisoformat(context['typed']):%d/%m/%Y}"
        return context
