"""The patterns of `regex`: the part of Java's regular expressions that is the same everywhere.

Taken: text; `.`; `\\d \\w \\s` and their capitals; `\\t \\n \\r \\f \\uXXXX \\xXX`; a sign after
`\\`; classes with ranges; groups `( )` and `(?: )`; `|`; `* + ? {n} {n,} {n,m}`, also lazy; `^` at
the start and `$` at the end of an alternative outside groups, where they change nothing, since a
pattern is always held against the whole text. Everything else is refused by name: looking ahead
and back, references to groups, flags, `\\b`, `\\p`, possessive repetition, classes in classes.

A pattern becomes a shape of JSON lists, which both evaluators walk with sets of positions. So no
host's own engine has a say, and no pattern can run away.

    ["is", "text"]  ["in", "azAZ"]  ["out", "\\n\\n"]    signs: pairs of first and last
    ["all", …]  ["any", …]  ["times", least, most or -1, shape]
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.expressions.errors import ExpressionFailed, ExpressionRefused
from khmer.digits import written

LONGEST_PATTERN = 500
LONGEST_TEXT = 1_000  # signs of an answer that a pattern is held against
_DEEPEST = 10  # groups in groups
_MOST_TIMES = 1_000  # of repetitions in repetitions, multiplied
_MOST_OPEN = 2  # repetitions without end, one in another

_LAST_SIGN = chr(0x10FFFF)
_CLASSES = {"d": "09", "w": "09AZ__az", "s": "\t\r  "}
_LINE_ENDS = "\n\n\r\r\u0085\u0085\u2028\u2029"
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_COUNTS = re.compile(r"\{([0-9]{1,4})(,?)([0-9]{0,4})\}")

Shape = list[Any]  # of texts, numbers and shapes


def read_pattern(pattern: str) -> Shape:
    """Return the shape of a pattern. Raises ExpressionRefused, naming what is outside."""
    if len(pattern) > LONGEST_PATTERN:
        raise ExpressionRefused(
            _("The pattern of “regex” is longer than %(most)s characters. Make it shorter.")
            % {"most": written(LONGEST_PATTERN)}
        )
    reader = _Reader(pattern)
    shape = reader.alternatives(0)
    if reader.at < len(pattern):
        raise reader.refusal(")")
    _check_cost(shape, 1, 0)
    return shape


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def refusal(self, part: str) -> ExpressionRefused:
        return ExpressionRefused(
            _(
                "The pattern “%(pattern)s” of “regex” has “%(part)s”, which cannot be used there. "
                "Use letters, digits, [ ], ( ), |, ., *, +, ? and { }; put \\ before a sign that "
                "stands for itself."
            )
            % {"pattern": self.pattern[:80], "part": part}
        )

    def peek(self, count: int = 1) -> str:
        return self.pattern[self.at : self.at + count]

    def take(self, count: int = 1) -> str:
        taken = self.peek(count)
        if len(taken) < count:
            raise self.refusal(self.pattern[-1:])
        self.at += count
        return taken

    def alternatives(self, depth: int) -> Shape:
        if depth > _DEEPEST:
            raise self.refusal("(")
        found = [self.sequence(depth)]
        while self.peek() == "|":
            self.take()
            found.append(self.sequence(depth))
        return found[0] if len(found) == 1 else ["any", *found]

    def sequence(self, depth: int) -> Shape:
        parts: list[Shape] = []
        if depth == 0 and self.peek() == "^":
            self.take()
        while (sign := self.peek()) and sign not in "|)":
            if sign == "$" and depth == 0 and self.pattern[self.at + 1 : self.at + 2] in ("", "|"):
                self.take()
                break
            parts.append(self.repeated(self.piece(depth)))
        joined: list[Shape] = []
        for part in parts:
            if part[0] == "is" and joined and joined[-1][0] == "is":
                joined[-1] = ["is", joined[-1][1] + part[1]]
            else:
                joined.append(part)
        return joined[0] if len(joined) == 1 else ["all", *joined]

    def piece(self, depth: int) -> Shape:
        sign = self.take()
        if sign == "(":
            if self.peek() == "?":
                if self.peek(2) != "?:":
                    raise self.refusal("(" + self.peek(2))
                self.take(2)
            inner = self.alternatives(depth + 1)
            if self.peek() != ")":
                raise self.refusal("(")
            self.take()
            return inner
        if sign == "[":
            return self.signs()
        if sign == ".":
            return ["out", _LINE_ENDS]
        if sign == "\\":
            return self.escaped()
        if sign in "*+?{^$":
            raise self.refusal(sign)
        return ["is", sign]

    def escaped(self) -> Shape:
        sign = self.take()
        if sign in _CLASSES:
            return ["in", _CLASSES[sign]]
        if sign.lower() in _CLASSES:
            return ["out", _CLASSES[sign.lower()]]
        return ["is", self.one_sign(sign)]

    def one_sign(self, sign: str) -> str:
        """Return what stands after a backslash as the sign that it means."""
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if sign in "ux":
            code = self.take(4 if sign == "u" else 2)
            if not re.fullmatch("[0-9A-Fa-f]+", code) or 0xD800 <= int(code, 16) <= 0xDFFF:
                raise self.refusal("\\" + sign + code)
            return chr(int(code, 16))
        if sign.isalnum():
            raise self.refusal("\\" + sign)
        return sign

    def signs(self) -> Shape:
        """Read a class up to its closing bracket."""
        kind = "in"
        if self.peek() == "^":
            self.take()
            kind = "out"
        pairs = ""
        if self.peek() == "]":
            raise self.refusal("[]")
        while (sign := self.take()) != "]":
            if sign == "[" or (sign == "&" and self.peek() == "&"):
                raise self.refusal(sign)
            if sign == "\\":
                sign = self.take()
                if sign in _CLASSES:
                    pairs += _CLASSES[sign]
                    if self.peek() == "-" and self.peek(2) != "-]":
                        raise self.refusal("\\" + sign + "-")
                    continue
                if sign.lower() in _CLASSES:
                    pairs += _others(_CLASSES[sign.lower()])
                    continue
                sign = self.one_sign(sign)
            pairs += sign + self.end_of_range(sign)
        return [kind, pairs]

    def end_of_range(self, first: str) -> str:
        if self.peek() != "-" or self.peek(2) == "-]":
            return first
        self.take()
        last = self.take()
        if last == "\\":
            sign = self.take()
            if sign.lower() in _CLASSES:
                raise self.refusal("-\\" + sign)
            last = self.one_sign(sign)
        elif last == "[" or last == "&":
            raise self.refusal(last)
        if last < first:
            raise self.refusal(f"{first}-{last}")
        return last

    def repeated(self, part: Shape) -> Shape:
        sign = self.peek()
        least, most = {"*": (0, -1), "+": (1, -1), "?": (0, 1)}.get(sign, (-1, -1))
        if sign == "{":
            counts = _COUNTS.match(self.pattern, self.at)
            if not counts:
                raise self.refusal("{")
            least = int(counts[1])
            most = int(counts[3]) if counts[3] else (-1 if counts[2] else least)
            if (most != -1 and most < least) or (counts[3] and not counts[2]):
                raise self.refusal(counts[0])
            sign = self.take(len(counts[0]))
        elif least == -1:
            return part
        else:
            self.take()
        if self.peek() == "?":
            self.take()  # lazy or greedy: the same for a whole text
        if self.peek() and self.peek() in "*+?{":
            raise self.refusal(sign + self.peek())
        return ["times", least, most, part]


def _others(pairs: str) -> str:
    """Return the pairs of all signs that are not in `pairs`, which stand in order."""
    found, first = "", "\0"
    for start, last in zip(pairs[::2], pairs[1::2], strict=True):
        if first < start:
            found += first + chr(ord(start) - 1)
        first = chr(ord(last) + 1)
    return found + first + _LAST_SIGN


def _check_cost(shape: Shape, times: int, unended: int) -> None:
    if shape[0] == "times":
        times *= max(shape[1], shape[2], 1)
        unended += shape[2] == -1
        if times > _MOST_TIMES or unended > _MOST_OPEN:
            raise ExpressionRefused(
                _(
                    "The pattern of “regex” repeats what is repeated already, too often. Write "
                    "it without * or + inside a group that is repeated itself."
                )
            )
    for part in shape[1:]:
        if isinstance(part, list):
            _check_cost(part, times, unended)


def matches(shape: Shape, text: str) -> bool:
    """Tell whether the whole text has the shape.

    Raises ExpressionFailed for a text of more than LONGEST_TEXT signs.
    """
    if len(text) > LONGEST_TEXT:
        raise ExpressionFailed(
            _("An answer is too long to be checked by a pattern: at most %(most)s characters.")
            % {"most": written(LONGEST_TEXT)}
        )
    return len(text) in _ends(shape, {0}, text)


def _ends(shape: Shape, starts: set[int], text: str) -> set[int]:
    """Return where in `text` the shape can end that begins at one of `starts`."""
    kind = shape[0]
    if kind == "is":
        return {at + len(shape[1]) for at in starts if text.startswith(shape[1], at)}
    if kind in ("in", "out"):
        wanted = kind == "in"
        return {at + 1 for at in starts if at < len(text) and _among(shape[1], text[at]) == wanted}
    if kind == "all":
        for part in shape[1:]:
            starts = _ends(part, starts, text)
        return starts
    if kind == "any":
        return set().union(*(_ends(part, starts, text) for part in shape[1:]))
    least, most, part = shape[1:]
    for _time in range(least):
        starts = _ends(part, starts, text)
    found, fresh, left = set(starts), starts, most - least
    while fresh and left != 0:
        fresh = _ends(part, fresh, text) - found
        found |= fresh
        left -= 1
    return found


def _among(pairs: str, sign: str) -> bool:
    return any(pairs[at] <= sign <= pairs[at + 1] for at in range(0, len(pairs), 2))
