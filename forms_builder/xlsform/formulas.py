"""Expressions of a workbook in the codes and values that its questions have here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.expressions import ExpressionRefused, parse, to_xpath
from forms_builder.xlsform.lookup_tables import LookupTables

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_YES = {"yes", "true", "true()", "1", "y", "បាទ", "ចាស"}
_NO = {"", "no", "false", "false()", "0", "n", "ទេ"}
_STATIC = re.compile(r"[^$()'\"]*")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class Formulas:
    """`codes` maps names of questions to codes; `values` maps codes to values by name.

    What expressions look things up in is taken along in `tables`.
    """

    def __init__(
        self,
        codes: Mapping[str, str],
        values: Mapping[str, Mapping[str, str]],
        own: set[str],
        tables: LookupTables,
    ) -> None:
        self.codes, self.values, self.own, self.tables = codes, values, own, tables

    def read(self, text: str, code: str = "", *, columns: bool = False) -> str:
        """Return an expression of ours. `code`: of the question that it belongs to.

        Raises ExpressionRefused with a message that says why.
        """
        return to_xpath(self.tree(text, code, columns=columns))

    def tree(self, text: str, code: str = "", *, columns: bool = False) -> Any:
        """Return the tree of an expression, with our codes and values."""
        tree = self._renamed(parse(text.translate(_QUOTES), columns=columns), code)
        self.tables.use(tree)
        self.tables.rename(tree, self.values)
        return tree

    def column_pairs(self, tree: Any) -> set[tuple[str, str]]:
        """Return column and code wherever a choice filter compares them."""
        found: set[tuple[str, str]] = set()
        if isinstance(tree, list) and tree:
            if tree[0] == "=" and len(tree) == 3:
                kinds = {part[0]: part[1] for part in tree[1:] if part[0] in ("column", "ref")}
                if len(kinds) == 2:
                    found.add((kinds["column"], kinds["ref"]))
            if tree[:2] == ["call", "selected"] and len(tree) == 4:
                kinds = {part[0]: part[1] for part in tree[2:] if part[0] in ("column", "ref")}
                if len(kinds) == 2:
                    found.add((kinds["column"], kinds["ref"]))
            for part in tree[1:]:
                found |= self.column_pairs(part)
        return found

    def _renamed(self, node: Any, code: str) -> Any:
        if node[0] in ("text", "pattern", "up", "number", "self", "column"):
            return node
        if node[0] == "ref":
            return self._reference(node[1])
        if node[0] in _COMPARISONS:
            left, right = node[1], node[2]
            known = self._values_of(left, code) or self._values_of(right, code)
            if known:
                left, right = (self._value(part, known) for part in (left, right))
            return [node[0], self._renamed(left, code), self._renamed(right, code)]
        if node[0] == "call":
            arguments = list(node[2:])
            if node[1] == "selected" and (known := self._values_of(arguments[0], code)):
                arguments[1] = self._value(arguments[1], known)
            if node[1] == "jr:choice-name" and (known := self._values_of(arguments[1], code)):
                arguments[0] = self._value(arguments[0], known)
            return ["call", node[1], *(self._renamed(part, code) for part in arguments)]
        return [
            node[0],
            *(self._renamed(part, code) if isinstance(part, list) else part for part in node[1:]),
        ]

    def _reference(self, name: str) -> Any:
        if code := self.codes.get(name):
            return ["ref", code]
        if name in self.own:
            return ["ref", name]
        if name == "today":
            return ["call", "today"]
        raise ExpressionRefused(
            _("It is about “%(name)s”, which is no question of the form.") % {"name": name}
        )

    def _values_of(self, node: Any, code: str) -> Mapping[str, str]:
        if node[0] == "self":
            return self.values.get(code, {})
        if node[0] == "ref":
            return self.values.get(self.codes.get(node[1], node[1]), {})
        if node == ["column", "name"]:
            return self.values.get(code, {})
        if node[:2] == ["call", "selected-at"]:
            return self._values_of(node[2], code)
        return {}

    def _value(self, node: Any, known: Mapping[str, str]) -> Any:
        """Return a literal with the value that the choice has here."""
        if node[0] == "text":
            return ["text", known.get(node[1], node[1])]
        written = ""
        if node[0] == "number":
            written = node[1]
        elif node[0] == "neg" and node[1][0] == "number":
            written = f"-{node[1][1]}"
        if written and known.get(written, written) != written:
            return ["text", known[written]]
        return node


def yes_or_no(text: str) -> bool | None:
    """Return what a cell says that is plainly yes or no, None for an expression."""
    lower = text.strip().lower().replace(" ", "")
    return True if lower in _YES else False if lower in _NO else None


def default_expression(text: str, *, number: bool) -> str:
    """Return the expression of a default, which workbooks write without quotes."""
    if number and _NUMBER.fullmatch(text):
        return text
    if not _STATIC.fullmatch(text):
        return text
    quote = '"' if "'" in text else "'"
    return f"{quote}{text}{quote}"
