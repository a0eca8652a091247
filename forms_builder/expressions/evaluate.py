"""What an expression says in its scope. `site/static/js/field/expressions.js` says the same."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from forms_builder.expressions import values
from forms_builder.expressions.functions import FUNCTIONS
from forms_builder.expressions.moments import Moment, milliseconds
from forms_builder.expressions.patterns import matches
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.tree import Node
from forms_builder.expressions.values import NodeSet, Operand, Simple, boolean, number, text


def evaluate(node: Node, scope: Scope, *, row: Mapping[str, str] | None = None) -> Any:
    """Return text, a number (float), true or false, a date or an aware date-time.

    `row` is the choice or row that a choice filter is asked about: bare names are its columns.
    Raises ExpressionFailed where JavaRosa stops with an error.
    """
    value = values.unpack(_Evaluation(scope, row).of(node))
    if not isinstance(value, Moment):
        return value
    return value.plain.date() if value.day_only else value.plain.replace(tzinfo=scope.now.tzinfo)


def to_text(value: Any) -> str:
    """Return what a value of `evaluate` or an answer is as text. A date-time shows its date."""
    return text(values.simple(value, _own_offset(value)))


def to_number(value: Any) -> float:
    """Return a value as a number; a date as days since 1970-01-01; no number as NaN."""
    return number(values.simple(value, _own_offset(value)))


def to_boolean(value: Any) -> bool:
    """Return a value as true or false: "", 0 and NaN are false."""
    return boolean(values.simple(value, _own_offset(value)))


def _own_offset(value: Any) -> int:
    span = value.utcoffset() if isinstance(value, dt.datetime) else None
    return milliseconds(span) if span is not None else 0


class _Evaluation:
    def __init__(self, scope: Scope, row: Mapping[str, str] | None, place: int = 1) -> None:
        self.scope = scope
        self.row = row
        self.place = place  # of the row among those that a filter goes through
        span = scope.now.utcoffset()
        if span is None:
            raise ValueError("the clock of a scope needs a zone")
        self.offset = milliseconds(span)

    def of(self, node: Node) -> Operand:
        kind = node[0]
        if kind == "text":
            return node[1]
        if kind == "number":
            return float(node[1])
        if kind == "ref":
            return self._outside(self.scope.value(node[1]))
        if kind == "self":
            return self._outside(self.scope.self)
        if kind == "column":
            return self._outside((self.row or {}).get(node[1], ""))
        if kind == "rows":
            return NodeSet(row.get(node[2], "") for row in self._rows(node))
        if kind == "call":
            return self._call(node[1], node[2:])
        return self._operation(kind, node[1:])

    def _outside(self, value: Any) -> NodeSet:
        return values.node_set(value, self.offset)

    def _rows(self, node: Node) -> list[Mapping[str, str]]:
        rows = list(self.scope.rows(node[1]))
        for condition in node[3:]:
            rows = [
                row
                for place, row in enumerate(rows, 1)
                if boolean(_Evaluation(self.scope, row, place).of(condition))
            ]
        return rows

    def _operation(self, kind: str, operands: list[Node]) -> Simple:
        if kind == "or":
            return any(boolean(self.of(operand)) for operand in operands)
        if kind == "and":
            return all(boolean(self.of(operand)) for operand in operands)
        if kind == "neg":
            return -number(self.of(operands[0]))
        if kind in ("=", "!="):
            one, two = (values.unpack(side) for side in [self.of(node) for node in operands])
            return _same(one, two) == (kind == "=")
        if kind in ("<", "<=", ">", ">="):
            # JavaRosa compares numbers only; a date-time counts as its day.
            one, two = (number(side) for side in [self.of(node) for node in operands])
            return {"<": one < two, "<=": one <= two, ">": one > two, ">=": one >= two}[kind]
        result = number(self.of(operands[0]))
        for operand in operands[1:]:
            result = _reckon(kind, result, number(self.of(operand)))
        return result

    def _call(self, name: str, arguments: list[Node]) -> Operand:
        run = FUNCTIONS[name].run
        if run is not None:
            return run(self.offset, *[self.of(argument) for argument in arguments])
        return getattr(self, "_" + name.replace("-", "_").replace(":", "_"))(*arguments)

    def _if(self, condition: Node, one: Node, two: Node) -> Operand:
        return self.of(one if boolean(self.of(condition)) else two)

    def _coalesce(self, one: Node, two: Node) -> Operand:
        first = self.of(one)
        value = values.unpack(first)
        empty = value == "" or (isinstance(value, float) and math.isnan(value))
        return self.of(two) if empty else first

    def _once(self, node: Node) -> Operand:
        value = self.of(node)
        own = values.unpack(self.of(["self"]))
        return value if text(own) == "" else own

    def _regex(self, node: Node, pattern: Node) -> bool:
        return matches(pattern[2], text(self.of(node)))

    def _count(self, node: Node) -> float:
        if node[0] == "ref":
            return float(self.scope.count(node[1]))
        if node[0] == "rows":
            return float(len(self._rows(node)))
        found = self.of(node)
        return float(len(found) if isinstance(found, NodeSet) else 1)

    def _count_non_empty(self, node: Node) -> float:
        found = self.of(node)
        return float(sum(value != "" for value in found) if isinstance(found, NodeSet) else 1)

    def _position(self, node: Node | None = None) -> float:
        if node is None:
            return float(self.scope.position(0) if self.row is None else self.place)
        of = node[1] if node[0] == "ref" else len(node[1].split("/"))
        return float(self.scope.position(of))

    def _indexed_repeat(self, node: Node, *places: Node) -> Operand:
        found = [
            (repeat[1], max(1, values.whole(self.of(index))))
            for repeat, index in zip(places[::2], places[1::2], strict=True)
        ]
        return self._outside(self.scope.values_at(node[1], found))

    def _today(self) -> Moment:
        return self._now().start_of_day

    def _now(self) -> Moment:
        return Moment.from_datetime(self.scope.now, self.offset)

    def _jr_choice_name(self, node: Node, question: Node) -> str:
        return self.scope.choice_label(question[1], text(self.of(node)))

    def _pulldata(self, name: Node, column: Node, key_column: Node, key: Node) -> str:
        return self.scope.lookup(name[1], column[1], key_column[1], text(self.of(key)))


def _same(one: Simple, two: Simple) -> bool:
    if isinstance(one, bool) or isinstance(two, bool):
        return boolean(one) == boolean(two)
    if isinstance(one, float) or isinstance(two, float):
        return abs(number(one) - number(two)) < values.TINY
    return text(one) == text(two)


def _reckon(kind: str, one: float, two: float) -> float:
    if kind == "+":
        return one + two
    if kind == "-":
        return one - two
    if kind == "*":
        return one * two
    if kind == "mod":
        return math.nan if math.isinf(one) or two == 0 else math.fmod(one, two)
    if two != 0:
        return one / two
    if one == 0 or math.isnan(one):
        return math.nan
    return math.copysign(math.inf, one) * math.copysign(1.0, two)
