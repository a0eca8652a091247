"""Dates and date-times of an evaluation. JavaRosa has one kind for both, and so have we.

The day has the offset from UTC that the scope's clock has; Cambodia's has not changed since 1920.
Years 1583 to 9999 only: before that Java's calendar is another.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forms_builder.expressions.errors import DateOutside, ExpressionFailed

DAY = 86_400_000  # milliseconds
_EPOCH = dt.datetime(1970, 1, 1)
_FIRST = (dt.datetime(1583, 1, 1) - _EPOCH) // dt.timedelta(milliseconds=1)
_LAST = (dt.datetime(9999, 12, 31) - _EPOCH) // dt.timedelta(milliseconds=1) + DAY
_DATE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})-([0-9]{1,9})")
_TIME = re.compile(r"([0-9]{1,9}):([0-9]{1,9})(?::([0-9]{1,9}(?:\.[0-9]{0,9})?))?")
_ZONE = re.compile(r"([+-])([0-9]{1,2})(?::([0-9]{1,2}))?")

# JavaRosa's letters without those that depend on the phone's language or its idea of a week
# (%a, %b, %W), which no two clients write alike.
FORMAT_LETTERS = "YymndeHhMS3%"


@dataclass(frozen=True, slots=True)
class Moment:
    """`local`: milliseconds since 1970-01-01 00:00 on the wall's clock; `offset`: that clock's
    milliseconds before UTC; `day_only`: a date rather than a date-time.
    """

    local: int
    offset: int
    day_only: bool = False

    def __post_init__(self) -> None:
        if not _FIRST <= self.local < _LAST:
            raise _outside()

    @classmethod
    def from_date(cls, value: dt.date, offset: int) -> Moment:
        return cls((value - _EPOCH.date()).days * DAY, offset, True)

    @classmethod
    def from_datetime(cls, value: dt.datetime, offset: int) -> Moment:
        """Take an aware date-time to the clock with `offset`; a naive one shows that clock."""
        own = value.utcoffset()
        local = (value.replace(tzinfo=None) - _EPOCH) // dt.timedelta(milliseconds=1)
        return cls(local if own is None else local - milliseconds(own) + offset, offset)

    @property
    def days(self) -> int:
        """Whole days since 1970-01-01."""
        return self.local // DAY

    @property
    def fraction(self) -> float:
        """Days since 1970-01-01 00:00 on this clock, with the part of the day."""
        return self.local / DAY

    @property
    def decimal(self) -> float:
        """Days since 1970-01-01 00:00 in UTC, with the part of the day."""
        return (self.local - self.offset) / DAY

    @property
    def time_of_day(self) -> float:
        """The part of the day that has passed, 0 to below 1."""
        passed = self.local / DAY
        return passed - self.local // DAY

    @property
    def start_of_day(self) -> Moment:
        return Moment(self.days * DAY, self.offset, True)

    @property
    def plain(self) -> dt.datetime:
        """As a date-time without a zone."""
        return _EPOCH + dt.timedelta(milliseconds=self.local)

    @property
    def iso_date(self) -> str:
        return self.plain.date().isoformat()

    def formatted(self, pattern: str) -> str:
        """Write by JavaRosa's % letters; `pattern` was checked by `check_format`."""
        at = self.plain
        parts = {
            "Y": f"{at.year:04}",
            "y": f"{at.year:04}"[2:],
            "m": f"{at.month:02}",
            "n": str(at.month),
            "d": f"{at.day:02}",
            "e": str(at.day),
            "H": f"{at.hour:02}",
            "h": str(at.hour),
            "M": f"{at.minute:02}",
            "S": f"{at.second:02}",
            "3": f"{at.microsecond // 1000:03}",
            "%": "%",
        }
        return re.sub("%(.)", lambda found: parts[found[1]], pattern, flags=re.DOTALL)


def _outside() -> DateOutside:
    return DateOutside(
        _("A date is outside the years 1583 to 9999. Correct the answers it comes from.")
    )


def milliseconds(span: dt.timedelta) -> int:
    return span // dt.timedelta(milliseconds=1)


def read_moment(text: str, offset: int) -> Moment:
    """Read 2026-11-22 or 2026-11-22T10:30:00.000+07:00 as JavaRosa does.

    Raises ExpressionFailed where it is none.
    """
    date, has_time, time = text.partition("T")
    try:
        found = _DATE.fullmatch(date)
        if not found:
            raise ValueError
        if int(found[1]) > dt.MAXYEAR:
            raise _outside()
        day = dt.date(*map(int, found.groups()))
        local = (day - _EPOCH.date()).days * DAY
        if has_time:
            local += _read_time(time, offset)
    except DateOutside:
        raise
    except ValueError as error:
        raise ExpressionFailed(
            _("“%(value)s” is not a date. Write the year, month and day like this: 2026-11-22.")
            % {"value": text[:40]}
        ) from error
    return Moment(local, offset)


def _read_time(text: str, offset: int) -> int:
    """Return milliseconds after the start of the day; a zone that is named is taken to ours."""
    moved = 0
    if text.endswith("Z"):
        text, moved = text[:-1], offset
    elif zone := re.search("[+-]", text):
        found = _ZONE.fullmatch(text[zone.start() :])
        if not found:
            raise ValueError
        theirs = (int(found[2]) * 60 + int(found[3] or 0)) * 60_000
        moved = offset - (theirs if found[1] == "+" else -theirs)
        text = text[: zone.start()]
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError
    hour, minute, exact = int(found[1]), int(found[2]), float(found[3] or 0)
    second = int(exact)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError
    # JavaRosa cuts off binary fractions instead of rounding: of 16.252 s it keeps 251 ms.
    ticks = int(1000.0 * exact - 1000.0 * second)
    return ((hour * 60 + minute) * 60 + second) * 1000 + ticks + moved
