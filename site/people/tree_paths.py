"""Whether a place lies within others, by the paths of the tree: the one place that says so.

A path is the path of the place above and one more step, four of the characters 0–9 and A–Z.
Whatever lies within a place is therefore a range of paths, which an index serves; SQLite has
none for a pattern (`LIKE`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.sql import Query

STEP_LENGTH = 4
_DISTRICT = 3 * STEP_LENGTH

# Comes after every character of a step. A bound made by counting up would have to carry over a
# step that ends in Z, and there is none after a path of Z alone.
_AFTER_EVERY_STEP = "~"


def outermost(paths: Iterable[str]) -> list[str]:
    """The paths in order, each once, without those that lie within another."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def is_within(path: str, paths: Iterable[str]) -> bool:
    """Whether `path` is one of `paths` or lies below one. Of no paths nothing is within."""
    return any(path.startswith(above) for above in paths)


class TreePathField(models.CharField):
    """A tree path, compared byte by byte, which is the tree's order and what ranges rest on.

    SQLite compares so by itself. PostgreSQL follows the language of the database: in Czech "A"
    comes before "9", and in English "~" before "0".
    """

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def walks_its_order(query: Query, paths: Iterable[str]) -> bool:
    """Whether SQLite must be told to find a page of an ordered list along the list's own index.

    SQLite does not know how many rows lie within a place. It would collect and sort them all,
    for a country in seconds, where the newest fifty of a province or more are soon met. A plus
    before a column takes its index out of the choice.
    """
    ordering = query.order_by or (query.default_ordering and query.get_meta().ordering)
    return bool(query.is_sliced and ordering) and any(len(path) < _DISTRICT for path in paths)


@TreePathField.register_lookup
class Within(models.Lookup):
    """`path__within=paths`: is one of `paths` or lies below one. Of no paths nothing is within."""

    lookup_name = "within"

    def get_prep_lookup(self) -> list[str]:
        return outermost(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return self.ranges(compiler, connection, "")

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        plus = "+" if walks_its_order(compiler.query, self.rhs) else ""
        return self.ranges(compiler, connection, plus)

    def ranges(
        self, compiler: Any, connection: Any, plus: str
    ) -> tuple[str, tuple[str | int, ...]]:
        """SQL and parameters, with `plus` before the column. Raises EmptyResultSet for no paths."""
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        values: list[str | int] = []
        for path in self.rhs:
            values += [*params, path, *params, path + _AFTER_EVERY_STEP]
        one = f"{plus}{column} >= %s AND {plus}{column} < %s"
        return f"({' OR '.join([one] * len(self.rhs))})", tuple(values)
