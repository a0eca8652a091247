"""Components that need arithmetic before they are drawn."""

from __future__ import annotations

import calendar as months
import datetime
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khmer.dates import MONTHS, WEEKDAYS
from khmer.digits import to_khmer
from khmer.templatetags.khmer_tags import lang_of
from mentoring.models import feedback, ratings
from mentoring.models.sight import NOBODY_ELSE, Sight
from mentoring_pages.charts import growth_chart, percent

register = template.Library()


@register.filter
def other_lang(value: Any) -> SafeString:
    """A lang attribute for words that are not in the language of the page, else nothing.

    For content that may not be translated yet, inside a tag: <p{{ text|other_lang }}>.
    """
    language = lang_of(value)
    if language == (get_language() or "km")[:2]:
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.inclusion_tag("components/score_bar.html")
def score_bar(label: str, points: Any, out_of: Any, note: str = "") -> dict[str, Any]:
    """A bar with its words and denominator; numbers as exact decimals or their text."""
    return {
        "label": label,
        "points": points,
        "out_of": out_of,
        "percent": percent(points, out_of),
        "note": note,
    }


@register.inclusion_tag("components/growth_line.html")
def growth_line(points: Sequence[Any], sentence: str, caption: str) -> dict[str, Any]:
    """One's own points over time: each a mapping with date, points and out_of, oldest first."""
    return {"chart": growth_chart(points), "sentence": sentence, "caption": caption}


@register.inclusion_tag("components/calendar.html")
def calendar(day: datetime.date, events: Sequence[Any], today: datetime.date) -> dict[str, Any]:
    """The month of `day` as a table, and its agenda.

    Each event is a mapping with date, text, href, and optionally time and note.
    """
    language = "km" if (get_language() or "km").startswith("km") else "en"
    by_day: dict[datetime.date, Any] = {}
    for event in events:
        by_day.setdefault(event["date"], event)
    month = months.Calendar().monthdatescalendar(day.year, day.month)
    weeks = [
        [
            {"date": date, "event": by_day.get(date), "today": date == today}
            if date.month == day.month
            else None
            for date in week
        ]
        for week in month
    ]
    title = f"{MONTHS[language][day.month - 1]} {day.year}"
    return {
        "title": to_khmer(title) if language == "km" else title,
        "weekdays": [(name, _short(name, language)) for name in WEEKDAYS[language]],
        "weeks": weeks,
        "events": events,
    }


@register.inclusion_tag("components/who_sees.html")
def who_sees(records: str) -> dict[str, Any]:
    """The table of who may see these records, in words: ratings, letters or reflections."""
    rows = [row.words for row in _table(records)]
    return {
        "title": _TITLES[records],
        "rows": rows,
        "nobody_else": NOBODY_ELSE,
        "open": len(rows) < 3,
    }


@register.simple_tag
def sight(records: str, name: str) -> str:
    """One row of such a table in words."""
    return next(str(row.words) for row in _table(records) if row.name == name)


_TITLES = {
    "ratings": _("Who sees the levels"),
    "letters": _("Who sees the letter"),
    "reflections": _("Who sees these words"),
}


def _table(records: str) -> Sequence[Sight]:
    return {
        "ratings": ratings.RATINGS,
        "letters": feedback.LETTERS,
        "reflections": feedback.REFLECTIONS,
    }[records]


def _short(weekday: str, language: str) -> str:
    """The name a narrow column has room for: the usual Khmer letters, or three Latin ones."""
    khmer = dict(zip(WEEKDAYS["km"], ("ច", "អ", "ព", "ព្រ", "សុ", "ស", "អា"), strict=True))
    return khmer[weekday] if language == "km" else weekday[:3]
