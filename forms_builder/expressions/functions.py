"""The functions of the language: how many arguments each takes, and what it does with them.

What JavaRosa does is what they do, oddities included. Functions of JavaRosa that are not here are
refused by name when a form is saved: those that give another result at each call (`random`,
`uuid`) or on each machine (`log`, `sin`, …), and those for places, signatures and digests.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from forms_builder.expressions.errors import ExpressionFailed
from forms_builder.expressions.moments import Moment, read_moment
from forms_builder.expressions.values import (
    NodeSet,
    Operand,
    Simple,
    boolean,
    cut,
    exact_number,
    java_int,
    number,
    text,
    unpack,
    whole,
)

_DIGITS = Context(prec=800)
_LONG_ENDS = (-(2**63), 2**63 - 1)
_SMALLEST = 5e-324


class Function(NamedTuple):
    """`run` takes the zone's offset in milliseconds and the values of the arguments; None where
    `evaluate` itself knows what to do. `most` None: any number. `truth`: gives true or false.
    """

    least: int
    most: int | None
    run: Callable[..., Simple] | None
    truth: bool = False


def text_only(value: Operand, name: str) -> str:
    """Return a value that must be text already: JavaRosa makes none of a number or date here."""
    value = unpack(value)
    if isinstance(value, str):
        return value
    raise ExpressionFailed(
        _(
            "“%(function)s” takes an answer of text or choices. Use “string” around a number "
            "or date."
        )
        % {"function": name}
    )


# Text. Lengths and places count UTF-16 units, as Java and JavaScript do; half of a pair is lost.


def _units(value: str) -> list[bytes]:
    raw = value.encode("utf-16-le", "surrogatepass")
    return [raw[at : at + 2] for at in range(0, len(raw), 2)]


def _from_units(units: Sequence[bytes]) -> str:
    return b"".join(units).decode("utf-16-le", "ignore")


def _string_length(_offset: int, value: Operand) -> float:
    return float(len(_units(text(value))))


def _substr(_offset: int, value: Operand, start: Operand, end: Operand | None = None) -> str:
    units = _units(text(value))
    size = len(units)
    first = whole(start)
    last = size if end is None else whole(end)
    first, last = (
        min(max(0, size + place if place < 0 else place), size) for place in (first, last)
    )
    return _from_units(units[first:last]) if first <= last else ""


def _substring_before(_offset: int, value: Operand, part: Operand) -> str:
    whole_text, before = text(value), text(part)
    return whole_text.partition(before)[0] if before and before in whole_text else ""


def _substring_after(_offset: int, value: Operand, part: Operand) -> str:
    whole_text, after = text(value), text(part)
    return whole_text.partition(after)[2] if after else whole_text


def _translate(_offset: int, value: Operand, old: Operand, new: Operand) -> str:
    olds, news = _units(text(old)), _units(text(new))
    found = []
    for unit in _units(text(value)):
        if unit not in olds:
            found.append(unit)
        elif (place := olds.index(unit)) < len(news):
            found.append(news[place])
    return _from_units(found)


def _normalize_space(_offset: int, value: Operand) -> str:
    return re.sub("[ \t\n\v\f\r]+", " ", text(value).strip("".join(map(chr, range(33)))))


def _join(_offset: int, separator: Operand, *parts: Operand) -> str:
    between = text(separator)
    return between.join(text(part) for part in _members(parts))


def _members(parts: Sequence[Operand]) -> Sequence[Operand]:
    """One node-set stands for its values; in any other company it must be one value."""
    return parts[0] if len(parts) == 1 and isinstance(parts[0], NodeSet) else parts


# Choices: one text with spaces between.


def _selected(_offset: int, value: Operand, choice: Operand) -> bool:
    wanted = text_only(choice, "selected").strip("".join(map(chr, range(33))))
    return f" {wanted} " in f" {text_only(value, 'selected')} "


def _chosen(value: Operand, name: str) -> list[str]:
    return [choice for choice in text_only(value, name).split(" ") if choice]


def _selected_at(_offset: int, value: Operand, place: Operand) -> str:
    chosen = text_only(value, "selected-at")
    index = whole(place)
    choices = _chosen(chosen, "selected-at")
    return choices[index] if 0 <= index < len(choices) else ""


# Numbers.


def _numbers(parts: Sequence[Operand]) -> list[float]:
    found = [number(part) for part in _members(parts)]
    return [one for one in found if not math.isnan(one)]


def _sum(_offset: int, values: Operand) -> float:
    total = 0.0
    for one in _numbers((values,)):
        total += one
    return total


def _max(_offset: int, *parts: Operand) -> float:
    found = _numbers(parts)
    # JavaRosa starts at Java's smallest positive number, so below zero it finds 0.
    return max([_SMALLEST, *found]) if found else math.nan


def _min(_offset: int, *parts: Operand) -> float:
    found = _numbers(parts)
    if not found:
        return math.nan
    return min([1.7976931348623157e308, *found], key=lambda one: (one, math.copysign(1.0, one)))


def _round(_offset: int, value: Operand, places: Operand = 0.0) -> float:
    exact, kept = number(value), java_int(number(places))
    if not math.isfinite(exact):
        return exact
    if abs(kept) > 30:
        return math.nan
    written = Decimal(repr(exact))
    if kept >= 0:
        # Halves go up: 2.5 is 3, -2.5 is -2. Zero has no sign.
        halves = ROUND_HALF_DOWN if exact < 0 else ROUND_HALF_UP
        return float(written.quantize(Decimal(1).scaleb(-kept), halves, _DIGITS)) + 0.0
    # JavaRosa cuts off after adding a half: -33 to tens is -20.
    scaled = float(written.scaleb(kept, _DIGITS)) + 0.5
    cut_off = max(_LONG_ENDS[0], min(_LONG_ENDS[1], int(scaled)))
    return float(Decimal(repr(float(cut_off))).scaleb(-kept, _DIGITS))


def _pow(_offset: int, base: Operand, exponent: Operand) -> float:
    """A power with a whole exponent from 0 to 9 (`parse` sees to that), rounded once."""
    value, times = exact_number(base), int(number(exponent))
    if times == 0:
        return 1.0
    if not math.isfinite(value):
        return math.nan if math.isnan(value) else (abs(value) if times % 2 == 0 else value)
    top, bottom = value.as_integer_ratio()
    try:
        power = math.ldexp(float(top**times), -(bottom.bit_length() - 1) * times)
    except OverflowError:
        power = math.copysign(math.inf, value) if times % 2 else math.inf
    return -0.0 if power == 0 and times % 2 and math.copysign(1, value) < 0 else power


def _sqrt(_offset: int, value: Operand) -> float:
    exact = exact_number(value)
    return math.sqrt(exact) if exact >= 0 else math.nan


# Dates. An empty value stays empty, NaN stays NaN.


def _as_moment(offset: int, value: Operand, with_time: bool) -> Simple:
    value = unpack(value)
    if isinstance(value, Moment):
        return value if with_time else value.start_of_day
    if isinstance(value, str):
        return read_moment(value, offset) if value else value
    if isinstance(value, float):
        days = value if with_time else cut(value)
        if math.isnan(days):
            return days
        if abs(days) < 2**31:
            # Days with a part of the day count from UTC, whole days from midnight here.
            if with_time:
                return Moment(int(days * 86_400_000) + offset, offset)
            return Moment(int(days) * 86_400_000, offset, True)
    raise ExpressionFailed(
        _("“%(value)s” is not a date. Write the year, month and day like this: 2026-11-22.")
        % {"value": text(value)}
    )


def _date(offset: int, value: Operand) -> Simple:
    return _as_moment(offset, value, False)


def _date_time(offset: int, value: Operand) -> Simple:
    return _as_moment(offset, value, True)


def _format_date(offset: int, value: Operand, pattern: Operand) -> str:
    moment = _as_moment(offset, value, True)
    return moment.formatted(text(pattern)) if isinstance(moment, Moment) else ""


def _decimal(offset: int, value: Operand, whole_days: bool) -> Simple:
    value = unpack(value)
    if isinstance(value, bool):
        _as_moment(offset, value, True)  # refuses it
    if isinstance(value, str) and value:
        value = read_moment(value, offset)
    if isinstance(value, Moment):
        return value.decimal if whole_days else value.time_of_day
    if isinstance(value, float) and not math.isnan(value):
        if abs(value) >= 2**31:
            _as_moment(offset, value, True)  # refuses it
        return value if whole_days else value - math.floor(value)
    return value


def _decimal_date_time(offset: int, value: Operand) -> Simple:
    return _decimal(offset, value, True)


def _decimal_time(offset: int, value: Operand) -> Simple:
    return _decimal(offset, value, False)


def _truth_from_text(_offset: int, value: Operand) -> bool:
    return text(value).lower() == "true" or text(value) == "1"


def _plain(convert: Callable[[Any], Simple]) -> Callable[..., Simple]:
    return lambda _offset, value: convert(value)


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, 0, lambda _offset: True, True),
    "false": Function(0, 0, lambda _offset: False, True),
    "not": Function(1, 1, lambda _offset, value: not boolean(value), True),
    "boolean": Function(1, 1, _plain(boolean), True),
    "boolean-from-string": Function(1, 1, _truth_from_text, True),
    "selected": Function(2, 2, _selected, True),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(
        1, 1, lambda _offset, value: float(len(_chosen(value, "count-selected")))
    ),
    "regex": Function(2, 2, None, True),
    "contains": Function(2, 2, lambda _offset, one, two: text(two) in text(one), True),
    "starts-with": Function(2, 2, lambda _offset, one, two: text(one).startswith(text(two)), True),
    "ends-with": Function(2, 2, lambda _offset, one, two: text(one).endswith(text(two)), True),
    "if": Function(3, 3, None),
    "coalesce": Function(2, 2, None),
    "once": Function(1, 1, None),
    "number": Function(1, 1, _plain(number)),
    "int": Function(1, 1, lambda _offset, value: cut(number(value))),
    "round": Function(1, 2, _round),
    "abs": Function(1, 1, lambda _offset, value: abs(exact_number(value))),
    "pow": Function(2, 2, _pow),
    "sqrt": Function(1, 1, _sqrt),
    "sum": Function(1, 1, _sum),
    "min": Function(1, None, _min),
    "max": Function(1, None, _max),
    "count": Function(1, 1, None),
    "count-non-empty": Function(1, 1, None),
    "position": Function(0, 1, None),
    "indexed-repeat": Function(3, 11, None),
    "string": Function(1, 1, _plain(text)),
    "concat": Function(1, None, lambda _offset, *parts: _join(0, "", *parts)),
    "join": Function(2, None, _join),
    "string-length": Function(1, 1, _string_length),
    "substr": Function(2, 3, _substr),
    "substring-before": Function(2, 2, _substring_before),
    "substring-after": Function(2, 2, _substring_after),
    "translate": Function(3, 3, _translate),
    "normalize-space": Function(1, 1, _normalize_space),
    "today": Function(0, 0, None),
    "now": Function(0, 0, None),
    "date": Function(1, 1, _date),
    "date-time": Function(1, 1, _date_time),
    "decimal-date-time": Function(1, 1, _decimal_date_time),
    "decimal-time": Function(1, 1, _decimal_time),
    "format-date": Function(2, 2, _format_date),
    "format-date-time": Function(2, 2, _format_date),
    "jr:choice-name": Function(2, 2, None),
    "pulldata": Function(4, 4, None),
}
