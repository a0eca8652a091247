"""Elementpath's XPath 1.0 parser, with every function taken by its name.

It only reads: nothing is evaluated, and which functions there are is `parse`'s business. The
signs `${code}` come in as XPath's own variables, `$code`.
"""

from __future__ import annotations

import re
from typing import Any, cast

from elementpath.exceptions import ElementPathError
from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_tokens import XPathToken

# Elementpath's tokens: lists of tokens with `symbol` and `value`. Its types leave open what a value
# is; here it is text, and for numbers an int or Decimal.
Token = Any

_NAME = "[A-Za-z_][A-Za-z0-9_.-]*"
_SIGNS = "or and div mod = != < <= > >= + - * | / // [ ] ( ) , . .. $ @ :: { }".split()
_SPECIAL = "(start) (end) (invalid) (unknown) (string) (decimal) (integer) (name)".split()


class NameOrCall(XPathToken):
    """A name; with brackets behind it, a call, whose arguments are its parts."""

    symbol = lookup_name = "(name)"
    label = "name"
    called = False

    def nud(self) -> XPathToken:
        if self.parser.next_token.symbol != "(":
            return self
        self.called = True
        self.parser.advance("(")
        if self.parser.next_token.symbol != ")":
            self.append(self.parser.expression())
            while self.parser.next_token.symbol == ",":
                self.parser.advance(",")
                self.append(self.parser.expression())
        self.parser.advance(")")
        return self


class Unreadable(Exception):
    """`at`: where the text stops being an expression; its length where something is missing."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class ExpressionReader(XPath1Parser):
    """Reads one text into elementpath's tokens."""

    literals_pattern = re.compile(r"""'[^']*'|"[^"]*"|[0-9]+(?:\.[0-9]*)?|\.[0-9]+""")
    name_pattern = re.compile(f"{_NAME}(?::{_NAME})?")
    symbol_table = {
        symbol: XPath1Parser.symbol_table[symbol]
        for symbol in (*_SIGNS, *_SPECIAL)
        if symbol in XPath1Parser.symbol_table
    } | {"(name)": NameOrCall}

    @staticmethod
    def unescape(string_literal: str) -> str:
        return string_literal[1:-1]  # doubled quotes came with XPath 2

    def read(self, source: str) -> Token:
        """Return the tokens as a tree. Raises Unreadable, or RecursionError for deep nesting.

        In place of `parse`, which evaluates on trial.
        """
        self.tokens = iter(cast(re.Pattern[str], self.tokenizer).finditer(source))
        self.source = source
        try:
            self.advance()
            root = self.expression()
            self.next_token.expected("(end)")
        except (ElementPathError, SyntaxError) as error:
            token: Token = getattr(error, "token", None)
            found = token is not None and token.symbol != "(end)"
            raise Unreadable(token.span[0] if found else len(source)) from error
        return root
