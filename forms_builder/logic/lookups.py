"""The tables that the expressions of a form look things up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms_builder.expressions.tree import nodes


def columns_of(trees: Iterable[Any]) -> dict[str, set[str]]:
    """Return the columns that expressions look at, by table."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        for node in nodes(tree):
            if node[0] == "rows":
                columns = found.setdefault(node[1], set())
                columns |= {node[2]} - {""}
                for condition in node[3:]:
                    columns |= {part[1] for part in nodes(condition) if part[0] == "column"}
            elif node[:2] == ["call", "pulldata"]:
                found.setdefault(node[2][1], set()).update((node[3][1], node[4][1]))
    return found


def rows_for(table: Mapping[str, Any], columns: set[str]) -> list[dict[str, str]]:
    """Return the rows of a table as expressions see them, with these columns alone."""
    places = [(one, place) for place, one in enumerate(table["columns"]) if one in columns]
    return [{column: row[place] for column, place in places} for row in table["rows"]]


def lists_of(items: Iterable[dict], tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the "lists" of a schema: of each table the columns that rules of `items` look at."""
    trees = [tree for item in items for tree in (item.get("logic") or {}).values()]
    return {
        name: rows_for(tables[name], columns)
        for name, columns in sorted(columns_of(trees).items())
        if name in tables
    }
