"""Khmer in templates: cutting, dates, digits and the language of a text.

Dates and digits follow the active language. Never put one of these into CSS, SVG, JavaScript or
JSON: machines read ASCII digits.
"""

from __future__ import annotations

import datetime

from django import template
from django.utils.translation import get_language

from khmer import clusters, dates, digits

register = template.Library()


@register.filter
def truncate_graphemes(value: object, length: int) -> str:
    """Cut a text to so many characters as a reader counts them, with … if any were cut."""
    return clusters.truncate("" if value is None else str(value), int(length))


@register.filter(expects_localtime=True)
def khmer_date(value: datetime.date | None, style: dates.Style = "long") -> str:
    """Write a date in the active language: in words, or as day/month/year with "short"."""
    return dates.format_date(value, _language(), style) if value else ""


@register.filter(expects_localtime=True)
def khmer_datetime(value: datetime.datetime | None, style: dates.Style = "long") -> str:
    """Write a date and time in the active language; see `khmer_date`."""
    return dates.format_datetime(value, _language(), style) if value else ""


@register.filter(expects_localtime=True)
def khmer_time(value: datetime.time | datetime.datetime | None) -> str:
    """Write hours and minutes in the active language."""
    return "" if value is None or value == "" else dates.format_time(value, _language())


@register.filter
def khmer_digits(value: object) -> str:
    """Write a number or text with Khmer digits if Khmer is the active language."""
    if value is None:
        return ""
    return digits.to_khmer(value) if _language().startswith("km") else str(value)


@register.filter
def lang_of(value: object) -> str:
    """Tell the language to mark a text with: km if it has any Khmer letter or digit, else en."""
    return "km" if any("\u1780" <= char <= "\u17f9" for char in str(value)) else "en"


def _language() -> str:
    return get_language() or "km"
