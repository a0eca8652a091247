"""In which order a form's rules are evaluated, so that each finds what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush

from forms_builder.expressions import references

# Rules that decide on values and on what is asked. The others only judge what is there.
DECIDING = ("relevant", "calculation", "count")


class Circle(ValueError):
    """Questions that depend on each other in a circle; `codes` are theirs, in its order."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(" → ".join(codes))
        self.codes = codes


def needs(item: dict) -> set[str]:
    """Return the codes that must be evaluated before an item."""
    codes = set(item.get("within") or ())
    for effect in DECIDING:
        if rule := (item.get("logic") or {}).get(effect):
            codes |= references(rule)
    return codes


def evaluation_order(items: Iterable[dict]) -> list[str]:
    """Return all codes, each after those it needs, in the form's order otherwise.

    `items` are sections and what stands in them. Raises Circle.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    position: dict[str, int] = {}
    for number, item in enumerate(items):
        position[item["code"]] = number
        sorter.add(item["code"], *sorted(needs(item)))
    try:
        sorter.prepare()
    except CycleError as error:
        raise Circle(list(reversed(error.args[1]))) from error
    order: list[str] = []
    ready: list[tuple[int, str]] = []
    while sorter.is_active():
        for code in sorter.get_ready():
            heappush(ready, (position.get(code, -1), code))
        _, code = heappop(ready)
        order.append(code)
        sorter.done(code)
    return [code for code in order if code in position]
