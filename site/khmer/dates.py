"""Reading and writing dates and times in Khmer and English.

Written here because the browsers' data has no Khmer, and Django's own Khmer formats read
03/04/2026 as 4 March. Years are of the Gregorian calendar; hours run from 0 to 23.
"""

from __future__ import annotations

import datetime
import re
from typing import Literal

from django.utils import timezone

from khmer.clean import clean_line
from khmer.digits import to_ascii, to_khmer

Style = Literal["long", "short"]

WEEKDAYS = {
    "km": ("ច័ន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "km": (
        "មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា",
        "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

_MONTH_NUMBERS = {
    name.casefold(): number
    for names in (*MONTHS.values(), tuple(name[:3] for name in MONTHS["en"]))
    for number, name in enumerate(names, start=1)
}
_MONTH_NUMBERS |= {"កុម្ភះ": 2, "sept": 9}

# A year outside this is a slip or of another calendar: 26 for 2026, 2570 of the Buddhist Era.
_YEARS = range(1900, 2200)

_NUMERIC_DATE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_KHMER_WEEKDAY = "(?:" + "|".join(WEEKDAYS["km"]) + "|ចន្ទ)"
_WORDED_DATE = re.compile(
    rf"(?:ថ្ងៃ ?)?(?:{_KHMER_WEEKDAY},? ?)?(?:ថ្ងៃ ?)?(?:ទី ?)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
    r"([0-9]{1,2}) ?(?:ខែ ?)?([^0-9 .,]+)[.,]? ?(?:ឆ្នាំ ?)?([0-9]{4})"
)
_TIME = re.compile(
    r"(?:ម៉ោង ?)?([0-9]{1,2})(?:[:.h ]([0-9]{2})(?::([0-9]{2}))?)?(?: ?នាទី)?"
    r" ?(am|pm|ព្រឹក|រសៀល|ល្ងាច|យប់)?"
)


def parse_date(text: str) -> datetime.date:
    """Return the date in `text`: 21/11/2026, 2026-11-21, ២១ វិច្ឆិកា ២០២៦ or with the words
    ថ្ងៃ, ទី, ខែ and ឆ្នាំ, 21 November 2026. Raises ValueError for anything else, for a day that
    does not exist, and for a year outside 1900 to 2199.
    """
    line = to_ascii(clean_line(text)).casefold()
    if match := _NUMERIC_DATE.fullmatch(line):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    elif match := _ISO_DATE.fullmatch(line):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif (match := _WORDED_DATE.fullmatch(line)) and match[2] in _MONTH_NUMBERS:
        day, month, year = int(match[1]), _MONTH_NUMBERS[match[2]], int(match[3])
    else:
        raise ValueError("not a date")
    if year not in _YEARS:
        raise ValueError("the year is outside 1900 to 2199")
    return datetime.date(year, month, day)


def parse_time(text: str) -> datetime.time:
    """Return the time of day in `text`: 14:30, ១៤:៣០, 2.30 pm, ម៉ោង ២:៣០ រសៀល, 8.

    ព្រឹក is before noon, រសៀល and ល្ងាច after it, យប់ from six in the evening to six in the
    morning. Raises ValueError.
    """
    line = to_ascii(clean_line(text)).casefold()
    match = _TIME.fullmatch(line)
    if match is None:
        raise ValueError("not a time of day")
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    period = match[4]
    if period and not 1 <= hour <= 12:
        # A 24-hour time with its part of the day, as in 14:30 រសៀល, needs no shift.
        if hour < 12 or period in ("am", "pm", "ព្រឹក"):
            raise ValueError("the hour does not fit the part of the day")
    elif period in ("am", "ព្រឹក"):
        hour %= 12
    elif period in ("pm", "រសៀល", "ល្ងាច"):
        hour = hour % 12 + 12
    elif period == "យប់":
        hour = hour % 12 + 12 if 6 <= hour < 12 else hour % 12
    return datetime.time(hour, minute, second)


def format_date(
    value: datetime.date | datetime.datetime, language: str, style: Style = "long"
) -> str:
    """Return the date in words ("long") or as day/month/year ("short").

    `language` beginning with "km" gives Khmer, any other English. An aware datetime is taken in
    the current time zone.
    """
    value = _local(value)
    if style == "short":
        text = f"{value.day:02}/{value.month:02}/{value.year:04}"
        return to_khmer(text) if _is_khmer(language) else text
    if _is_khmer(language):
        weekday, month = WEEKDAYS["km"][value.weekday()], MONTHS["km"][value.month - 1]
        return to_khmer(f"ថ្ងៃ{weekday} ទី{value.day} ខែ{month} ឆ្នាំ{value.year}")
    weekday, month = WEEKDAYS["en"][value.weekday()], MONTHS["en"][value.month - 1]
    return f"{weekday} {value.day} {month} {value.year}"


def format_time(value: datetime.time | datetime.datetime, language: str) -> str:
    """Return hours and minutes, 24-hour: ១៤:៣០ or 14:30. See `format_date` for the arguments."""
    if isinstance(value, datetime.datetime):
        value = _local(value)
    text = f"{value.hour:02}:{value.minute:02}"
    return to_khmer(text) if _is_khmer(language) else text


def format_datetime(value: datetime.datetime, language: str, style: Style = "long") -> str:
    """Return date and time together. See `format_date` for the arguments."""
    date, time = format_date(value, language, style), format_time(value, language)
    if style == "short":
        return f"{date} {time}"
    return f"{date} ម៉ោង {time}" if _is_khmer(language) else f"{date} at {time}"


def _is_khmer(language: str) -> bool:
    return language.split("-")[0].lower() == "km"


def _local(value):
    """Return an aware datetime in the current time zone, anything else as it is."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
