"""Values inside an evaluation, and how one kind becomes another.

The rules are JavaRosa's (XPathFuncExpr of JavaRosa 5.1), with its oddities: they decide what a
form means on every other client. `site/static/js/field/expression-values.js` is the same.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.expressions.errors import ExpressionFailed
from forms_builder.expressions.moments import Moment

TINY = 1e-12  # smaller differences count as none
_INT = 2**31
_LONG = 2.0**63
_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_BLANK = "".join(map(chr, range(33)))  # what Java's trim takes off

Simple = str | float | bool | Moment


class NodeSet(tuple[Simple, ...]):
    """The values that a reference stands for: one, none (hidden) or several (a repeat)."""

    __slots__ = ()


Operand = Simple | NodeSet


def simple(value: Any, offset: int = 0) -> Simple:
    """Return a value from outside as one of an evaluation; `offset`: milliseconds from UTC."""
    if value is None:
        return ""
    if isinstance(value, bool | str | Moment):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.datetime):
        return Moment.from_datetime(value, offset)
    if isinstance(value, dt.date):
        return Moment.from_date(value, offset)
    raise TypeError(f"not a value of an expression: {type(value).__name__}")


def node_set(value: Any, offset: int) -> NodeSet:
    """Return what a scope gave for a reference: one value or a list of them."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return NodeSet(simple(one, offset) for one in value)
    return NodeSet((simple(value, offset),))


def unpack(value: Operand) -> Simple:
    """Return the one value of a node-set, "" of an empty one.

    Raises ExpressionFailed where there are several.
    """
    if not isinstance(value, NodeSet):
        return value
    if not value:
        return ""
    if len(value) > 1:
        raise ExpressionFailed(
            _(
                "A question of a repeated group has several answers where one is needed. "
                "Use “indexed-repeat” to say which, or “sum”, “min”, “max” or “join”."
            )
        )
    return value[0]


def number(value: Operand) -> float:
    """Return a value as a number: dates as whole days since 1970-01-01, no number as NaN."""
    value = unpack(value)
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if isinstance(value, Moment):
        return float(value.days)
    text = value.replace(",", ".").strip(_BLANK)
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def exact_number(value: Operand) -> float:
    """Return a value as a number, a date with its part of the day: what abs, pow, sqrt take.

    JavaRosa does so only for values at hand (`now()`), not for answers (`${started}`).
    """
    return value.fraction if isinstance(value, Moment) else number(value)


def boolean(value: Operand) -> bool:
    """Return a value as true or false: "" and 0 and NaN are false."""
    value = unpack(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return abs(value) > TINY  # false for NaN
    if isinstance(value, Moment):
        return True
    return bool(value)


def text(value: Operand) -> str:
    """Return a value as text: dates and date-times as 2026-11-22, whole numbers without point."""
    value = unpack(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_as_text(value)
    if isinstance(value, Moment):
        return value.iso_date
    return value


def whole(value: Operand) -> int:
    """Return a value as Java's int: cut off, at the ends of 32 bits, 0 for no number."""
    return java_int(number(value))


def java_int(value: float) -> int:
    if math.isnan(value):
        return 0
    return int(max(-_INT, min(_INT - 1, value)))


def cut(value: float) -> float:
    """Return a number without its fraction; what is no number and what is huge stays."""
    if not math.isfinite(value) or abs(value) >= _LONG:
        return value
    return math.copysign(float(math.trunc(value)), value)


def _number_as_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if abs(value) < TINY:
        return "0"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if abs(value - java_int(value)) < TINY:
        return str(java_int(value))
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    figures = "".join(map(str, digits))
    power = len(figures) + int(exponent) - 1
    minus = "-" if sign else ""
    # Beyond 32 bits JavaRosa shows Java's own writing: 3000000000 is 3.0E9.
    if -3 <= power < 7:
        before = figures[: power + 1].ljust(power + 1, "0") if power >= 0 else "0"
        after = figures[power + 1 :] if power >= 0 else "0" * (-power - 1) + figures
        return f"{minus}{before}.{after or '0'}"
    return f"{minus}{figures[0]}.{figures[1:] or '0'}E{power}"
