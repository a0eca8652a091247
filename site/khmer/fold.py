"""Folding text for keys and comparison. A folded text is never shown nor stored as content."""

from __future__ import annotations

from khmer.clean import clean_line
from khmer.digits import to_ascii

_MOST_ROUNDS = 8


def fold(text: str) -> str:
    """Return the form under which two texts count as the same when they are looked up.

    Beyond `clean_line`: subscript ដ becomes subscript ត (they look alike), ឲ becomes ឱ, Khmer
    digits become 0-9, joiners go, and letters with case lose it. Folding twice changes nothing
    more, and a text folds like its cleaned form.
    """
    for _ in range(_MOST_ROUNDS):
        result = _fold_once(text)
        if result == text:
            break
        text = result
    return text


def _fold_once(text: str) -> str:
    text = clean_line(text).replace("\u17d2\u178a", "\u17d2\u178f").replace("ឲ", "ឱ")
    return to_ascii(text).replace("\u200c", "").replace("\u200d", "").casefold()
