"""Cutting Khmer between syllables' written units, never inside one.

A cluster is what a reader sees as one unit: a base letter with its subscripts, vowels and signs.
`regex` knows them by \\X, its extended grapheme cluster, which keeps coeng and its letter together.
"""

from __future__ import annotations

from itertools import islice

import regex

_GRAPHEME = regex.compile(r"\X")
_CLUSTER = regex.compile(
    r"(?=[\u1780-\u17b3])\X"  # a Khmer letter and all that hangs on it
    r"|[\p{N}]+"  # a number
    r"|(?:(?![\u1780-\u17b3])[\p{L}\p{M}\u200c\u200d])+"  # a word of another script
    r"|\s+"
    r"|\X"
)


def graphemes(text: str) -> list[str]:
    """Return the units a reader counts as characters. Joined again they give `text`."""
    return _GRAPHEME.findall(text)


def clusters(text: str) -> list[str]:
    """Return the orthographic clusters of `text`. Joined again they give `text`.

    Each Khmer cluster stands alone; a word of another script, a number and a run of blanks
    stay whole; any other character is one by itself.
    """
    return _CLUSTER.findall(text)


def truncate(text: str, length: int, ellipsis: str = "…") -> str:
    """Return at most `length` graphemes of `text`, the last being `ellipsis` if any were cut.

    Blanks before the ellipsis go. A cluster is kept whole or left out whole.
    Raises ValueError if `length` has no room for the ellipsis.
    """
    room = length - len(graphemes(ellipsis))
    if room < 0:
        raise ValueError("length has no room for the ellipsis")
    # Reading one more than fits tells whether anything is cut, without splitting a long text.
    found = [unit.group() for unit in islice(_GRAPHEME.finditer(text), length + 1)]
    if len(found) <= length:
        return text
    return "".join(found[:room]).rstrip() + ellipsis
