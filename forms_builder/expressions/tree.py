"""The tree of an expression: JSON lists, the kind first; what it refers to; and back to text.

    ["text", "សុខ"]  ["number", "2.5"]  ["ref", code]  ["self"]  ["column", name]
    ["or" | "and" | "+" | "-" | "*" | "div" | "mod", two or more nodes]    from left to right
    ["=" | "!=" | "<" | "<=" | ">" | ">=", node, node]  ["neg", node]
    ["rows", list, column or "", conditions…]          instance(list)/root/item[…]/column
    ["call", function, arguments…]
    ["up", ".." or "../.." …]  ["pattern", text, shape]    arguments of position and of regex

Numbers are text, so that every store and language keeps them exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Node = list[Any]

CHAINS = ("or", "and", "+", "-", "*", "div", "mod")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")

# Functions that take all answers of a repeated question, and where that argument stands.
_AGGREGATES = {
    "count": 0,
    "count-non-empty": 0,
    "sum": 0,
    "min": 0,
    "max": 0,
    "concat": 0,
    "join": 1,
}
_STRENGTH = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6, "neg": 7}
_STRENGTH |= dict.fromkeys(("=", "!="), 3) | dict.fromkeys(("<", "<=", ">", ">="), 4)


def nodes(tree: Node) -> Iterator[Node]:
    """Yield a tree and everything in it, arguments and conditions too, in the order of writing."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if node[0] not in ("pattern", "text"):
            waiting.extend(part for part in reversed(node) if isinstance(part, list))


def references(tree: Node) -> set[str]:
    """Return the codes of all questions and repeats that an expression looks at, save itself."""
    return {node[1] for node in nodes(tree) if node[0] == "ref"}


def list_references(tree: Node) -> set[str]:
    """Return the codes whose answers in all instances are counted, summed, compared or joined."""
    found = set()
    for node in nodes(tree):
        if node[0] != "call" or node[1] not in _AGGREGATES:
            continue
        place = 2 + _AGGREGATES[node[1]]
        if len(node) == place + 1 and node[place][0] == "ref":
            found.add(node[place][1])
    return found


def uses_self(tree: Node) -> bool:
    """Tell whether an expression looks at the answer of its own question."""
    return any(node[0] == "self" or node[:2] == ["call", "once"] for node in nodes(tree))


def lists(tree: Node) -> set[str]:
    """Return the names of the lists and tables that an expression looks things up in."""
    found = set()
    for node in nodes(tree):
        if node[0] == "rows":
            found.add(node[1])
        elif node[:2] == ["call", "pulldata"]:
            found.add(node[2][1])
    return found


def to_xpath(tree: Node) -> str:
    """Write a tree as an XLSForm expression; `parse` makes the same tree of it again."""
    return _written(tree, 0)


def _written(node: Node, around: int) -> str:
    """`around`: how strongly the operator binds that the text will stand beside."""
    kind = node[0]
    if kind in CHAINS or kind in COMPARISONS:
        strength = _STRENGTH[kind]
        # Two comparisons are never beside each other without brackets; a chain of one operator
        # has brackets only where it does not go from left to right.
        beside = _STRENGTH["+"] if kind in COMPARISONS else strength + 1
        first = beside if kind in COMPARISONS else strength
        text = f" {kind} ".join(
            _written(part, beside if place else first) for place, part in enumerate(node[1:])
        )
        return f"({text})" if strength < around else text
    if kind == "neg":
        return f"-{_written(node[1], 7)}"
    return _term(node)


def _term(node: Node) -> str:
    kind = node[0]
    if kind == "text":
        return quoted(node[1])
    if kind == "ref":
        return f"${{{node[1]}}}"
    if kind == "self":
        return "."
    if kind == "rows":
        conditions = "".join(f"[{_written(condition, 0)}]" for condition in node[3:])
        column = f"/{node[2]}" if node[2] else ""
        return f"instance({quoted(node[1])})/root/item{conditions}{column}"
    if kind == "call":
        arguments = [_written(argument, 0) for argument in node[2:]]
        if node[1] == "jr:choice-name":
            arguments[1] = quoted(arguments[1])
        return f"{node[1]}({', '.join(arguments)})"
    if kind == "pattern":
        return quoted(node[1])
    return node[1]  # a number, a column, steps up


def quoted(text: str) -> str:
    """Write a text in quotes; XPath has no sign to write the quotes themselves."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    pieces = text.split("'")
    return "concat(" + ', "\'", '.join(f"'{piece}'" for piece in pieces) + ")"
