"""From the text of an expression to its tree, in the XLSForm part of XPath 1.0 that we know.

What is outside is refused by name, never half understood.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from forms_builder.expressions import refusals
from forms_builder.expressions.functions import FUNCTIONS
from forms_builder.expressions.moments import FORMAT_LETTERS
from forms_builder.expressions.patterns import read_pattern
from forms_builder.expressions.reader import ExpressionReader, NameOrCall, Token, Unreadable
from forms_builder.expressions.tree import CHAINS, COMPARISONS, Node

LONGEST = 4_000  # characters
DEEPEST = 100
MOST_NODES = 2_000

_CODE = "[A-Za-z_][A-Za-z0-9_.-]*"
_PIECE = re.compile(r"""'[^']*'|"[^"]*"|\$\{[^}'"]*\}|.""", re.DOTALL)
_ANSWER = re.compile(r"\$\{(.*)\}", re.DOTALL)
_BLANKS = "\u00a0\u200b\u202f\ufeff\v"  # come along from spreadsheets
_CURLY = "‘’“”„«»"


def parse(text: str, *, columns: bool = False) -> Node:
    """Return the tree of an expression: JSON lists and texts, see `tree`.

    `columns`: bare names are columns of the row that is asked about, as in a choice filter.
    Raises ExpressionRefused with a message that names the part and says what to do.
    """
    if len(text) > LONGEST:
        raise refusals.too_long(LONGEST)
    try:
        return _Translation(columns).of(ExpressionReader().read(_prepared(text)), 1)
    except Unreadable as unreadable:
        raise refusals.unreadable(text, unreadable.at) from unreadable
    except RecursionError:
        raise refusals.too_big() from None


def _prepared(text: str) -> str:
    """Return the text with ${code} as XPath's $code, every sign in its place."""
    pieces = []
    open_brackets = 0
    for found in _PIECE.finditer(text):
        piece = found[0]
        if piece in ("'", '"'):
            raise refusals.open_quote(text[found.start() :])
        if answer := _ANSWER.fullmatch(piece):
            code = answer[1].strip()
            if not re.fullmatch(_CODE, code):
                raise refusals.no_code(code)
            piece = f" ${code}".ljust(len(piece))
        elif piece == "$":
            raise refusals.unreadable(text, found.start())
        elif piece in _CURLY:
            raise refusals.curly_quote(piece)
        elif piece in _BLANKS:
            piece = " "
        open_brackets += (piece in "([") - (piece in ")]")
        if open_brackets > DEEPEST:
            raise refusals.too_big()
        pieces.append(piece)
    return "".join(pieces)


def _bare(token: Token) -> Token:
    """Return a token without the brackets around it."""
    while token.symbol == "(":
        token = token[0]
    return token


class _Translation:
    """Turns elementpath's tokens into a tree."""

    def __init__(self, columns: bool) -> None:
        self.columns = columns
        self.in_filter = False
        self.nodes = 0

    def of(self, token: Token, depth: int) -> Node:
        self.nodes += 1
        if depth > DEEPEST or self.nodes > MOST_NODES:
            raise refusals.too_big()
        token = _bare(token)
        symbol = token.symbol
        if symbol in CHAINS and len(token) == 2:
            return self._chain(token, depth)
        if symbol in COMPARISONS:
            return [symbol, *(self.of(part, depth + 1) for part in token)]
        if symbol == "-":
            return ["neg", self.of(token[0], depth + 1)]
        if symbol == "(string)":
            if "${" in token.value:
                raise refusals.code_in_text(token.value)
            return ["text", token.value]
        if symbol in ("(integer)", "(decimal)"):
            return ["number", _number(token.value)]
        if symbol == "$" and not token[0].called:
            return ["ref", token[0].value]
        if symbol == ".":
            if self.in_filter or self.columns:
                raise refusals.outside(".")
            return ["self"]
        if isinstance(token, NameOrCall):
            return self._call(token, depth) if token.called else self._column(token)
        if symbol == "/":
            return self._rows(token, depth, with_column=True)
        raise refusals.outside(symbol)

    def _chain(self, token: Token, depth: int) -> Node:
        symbol = token.symbol
        operands = []
        while token.symbol == symbol and len(token) == 2:
            operands.append(token[1])
            token = _bare(token[0])
        operands.append(token)
        return [symbol, *(self.of(operand, depth + 1) for operand in reversed(operands))]

    def _column(self, token: Token) -> Node:
        if not (self.columns or self.in_filter) or ":" in token.value:
            raise refusals.bare_name(token.value)
        return ["column", token.value]

    def _rows(self, token: Token, depth: int, *, with_column: bool) -> Node:
        """Read instance('list')/root/item[…]…/column."""
        if self.in_filter or self.columns:
            # There JavaRosa takes the same place of the inner list as of the outer one.
            raise refusals.list_in_condition()
        steps: list[Token] = []
        while token.symbol == "/" and len(token) == 2:
            steps.insert(0, token[1])
            token = token[0]
        steps.insert(0, token)
        names = ["instance", "root", "item", "column"][: 4 if with_column else 3]
        if len(steps) != len(names):
            raise refusals.outside(_shown(token).rstrip("/") + "/")
        conditions: list[Token] = []
        item = steps[2]
        while item.symbol == "[":
            conditions.insert(0, item[1])
            item = item[0]
        steps[2] = item
        for name, step in zip(names, steps, strict=True):
            fits = isinstance(step, NameOrCall) and step.called == (name == "instance")
            if not fits or (name != "column" and step.value != name) or ":" in step.value:
                raise refusals.outside(_shown(step))
        column = steps[3].value if with_column else ""
        return ["rows", self._quoted(steps[0], "instance", 0, 1), column] + [
            self._condition(condition, depth + 1) for condition in conditions
        ]

    def _condition(self, token: Token, depth: int) -> Node:
        self.in_filter = True
        node = self.of(token, depth)
        self.in_filter = False
        # JavaRosa takes no row for [2], and every one for none: only true and false are clear.
        truth = node[0] in ("or", "and", *COMPARISONS)
        if not truth and not (node[0] == "call" and FUNCTIONS[node[1]].truth):
            raise refusals.no_condition()
        return node

    def _call(self, token: Token, depth: int) -> Node:
        name = token.value
        function = FUNCTIONS.get(name)
        if function is None:
            raise (
                refusals.outside("instance()")
                if name == "instance"
                else (refusals.unknown_function(name))
            )
        if not len(token) and name in ("string-length", "normalize-space"):
            return ["call", name, self.of(_own(token), depth + 1)]
        if len(token) < function.least or (function.most and len(token) > function.most):
            raise refusals.wrong_count(name, function.least, function.most)
        special = getattr(self, "_" + name.replace("-", "_").replace(":", "_"), None)
        if special is not None:
            return ["call", name, *special(token, depth + 1)]
        return ["call", name, *self._all(token, depth + 1)]

    def _all(self, tokens: Token, depth: int) -> list[Node]:
        return [self.of(token, depth) for token in tokens]

    def _quoted(self, token: Token, name: str, place: int, count: int) -> str:
        """Return the text of an argument that must be written out."""
        if len(token) != count or _bare(token[place]).symbol != "(string)":
            raise refusals.not_quoted(name)
        return _bare(token[place]).value

    # The functions whose arguments are more than values.

    def _regex(self, token: Token, depth: int) -> list[Node]:
        pattern = self._quoted(token, "regex", 1, 2)
        return [self.of(token[0], depth), ["pattern", pattern, read_pattern(pattern)]]

    def _format_date(self, token: Token, depth: int) -> list[Node]:
        letters = " ".join(f"%{letter}" for letter in FORMAT_LETTERS)
        for letter in re.findall("%.?", self._quoted(token, token.value, 1, 2), re.DOTALL):
            if letter[1:] not in list(FORMAT_LETTERS):
                raise refusals.wrong_format(letter, letters)
        return self._all(token, depth)

    _format_date_time = _format_date

    def _pow(self, token: Token, depth: int) -> list[Node]:
        base, exponent = self._all(token, depth)
        # Other powers differ in their last digit from one engine to the next.
        if exponent[0] != "number" or exponent[1] not in list("0123456789"):
            raise refusals.wrong_power()
        return [base, exponent]

    def _sum(self, token: Token, depth: int) -> list[Node]:
        node = self.of(token[0], depth)
        if node[0] not in ("ref", "self", "rows") and node[:2] != ["call", "indexed-repeat"]:
            raise refusals.no_list(token.value)
        return [node]

    def _count(self, token: Token, depth: int) -> list[Node]:
        path = _bare(token[0])
        if path.symbol == "/" and (path[1].symbol == "[" or _shown(path[1]) == "item"):
            return [self._rows(path, depth, with_column=False)]
        return self._sum(token, depth)

    def _count_non_empty(self, token: Token, depth: int) -> list[Node]:
        node = self.of(token[0], depth)
        if node[0] != "ref":
            raise refusals.no_list(token.value)
        return [node]

    def _once(self, token: Token, depth: int) -> list[Node]:
        if self.in_filter or self.columns:
            raise refusals.outside("once()")
        return self._all(token, depth)

    def _position(self, token: Token, depth: int) -> list[Node]:
        if not len(token):
            if self.columns and not self.in_filter:
                raise refusals.wrong_position()
            return []
        steps, path = 1, _bare(token[0])
        while path.symbol == "/" and len(path) == 2 and path[1].symbol == "..":
            steps, path = steps + 1, path[0]
        if path.symbol == ".." and not self.in_filter and not self.columns:
            return [["up", "/".join([".."] * steps)]]
        node = self.of(token[0], depth) if steps == 1 and path.symbol == "$" else ["up"]
        if node[0] != "ref":
            raise refusals.wrong_position()
        return [node]

    def _indexed_repeat(self, token: Token, depth: int) -> list[Node]:
        found = self._all(token, depth)
        if len(found) % 2 == 0 or any(node[0] != "ref" for node in [found[0], *found[1::2]]):
            raise refusals.wrong_places()
        return found

    def _jr_choice_name(self, token: Token, depth: int) -> list[Node]:
        question = _bare(token[1])
        code = _ANSWER.fullmatch(question.value.strip()) if question.symbol == "(string)" else None
        if not code or not re.fullmatch(_CODE, code[1].strip()):
            raise refusals.wrong_choice_name()
        return [self.of(token[0], depth), ["ref", code[1].strip()]]

    def _pulldata(self, token: Token, depth: int) -> list[Node]:
        names = [["text", self._quoted(token, "pulldata", place, 4)] for place in range(3)]
        return [*names, self.of(token[3], depth)]


def _number(value: int | Decimal) -> str:
    """Return a number without exponent and idle zeros, exactly as a double has it."""
    try:
        exact = float(value)
    except OverflowError:
        exact = math.inf
    if math.isinf(exact):
        raise refusals.huge_number(str(value))
    text = format(Decimal(repr(exact)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(token: Token) -> str:
    value = token.value if isinstance(token, NameOrCall) else token.symbol
    return f"{value}()" if getattr(token, "called", False) else str(value)


def _own(token: Token) -> Token:
    """Return the token that . would be."""
    return token.parser.symbol_table["."](token.parser)
