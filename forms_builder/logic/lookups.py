"""The tables that the expressions of a form look things up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms_builder.expressions.tree import nodes

# What one form may look at in all its tables, for a phone carries it with the form: rows, and
# characters.
MOST_ROWS = 10_000
MOST_TEXT = 500_000


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


def is_too_much(tables: Mapping[str, Mapping[str, Any]], looked_at: Mapping[str, set[str]]) -> bool:
    """Whether the columns that a form looks at, by table, are more than a phone should carry."""
    used = {name: columns for name, columns in looked_at.items() if columns and name in tables}
    text = sum(
        len(cell)
        for name, columns in used.items()
        for row in rows_for(tables[name], columns)
        for cell in row.values()
    )
    return text > MOST_TEXT or sum(len(tables[name]["rows"]) for name in used) > MOST_ROWS


def lists_of(items: Iterable[dict], tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the "lists" of a schema: of each table the columns that rules of `items` look at."""
    trees = [tree for item in items for tree in (item.get("logic") or {}).values()]
    return {
        name: rows_for(tables[name], columns)
        for name, columns in sorted(columns_of(trees).items())
        if name in tables
    }
