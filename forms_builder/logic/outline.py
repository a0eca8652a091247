"""The items of a version, in a row and as the tree that its groups and repeats make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


def items_of(schema: dict) -> Iterator[dict]:
    """Yield everything that stands in the sections of a schema, in order."""
    for section in schema["sections"]:
        yield from section["items"]


class Branch(NamedTuple):
    """An item and, of a group or repeat, what stands in it."""

    item: dict
    children: list[Branch]


def outline(items: Iterable[dict]) -> list[Branch]:
    """Return the items of one section as a tree; `within` of an item names all that it is in."""
    items = list(items)
    if not any("within" in item for item in items):
        return [Branch(item, []) for item in items]
    roots: list[Branch] = []
    around_others: dict[str, Branch] = {}
    for item in items:
        branch = Branch(item, [])
        if item["kind"] in ("group", "repeat"):
            around_others[item["code"]] = branch
        around = item.get("within")
        (around_others[around[-1]].children if around else roots).append(branch)
    return roots
