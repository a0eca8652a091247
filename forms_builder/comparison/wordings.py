"""Texts of two versions that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _


class Wording(NamedTuple):
    """One text before and after; an empty text is one that was not there."""

    before: str
    after: str


@dataclass(frozen=True)
class Reworded:
    """Texts of one question or section, or of the form itself."""

    code: str
    name: str
    wordings: list[Wording]


def flat_words(words: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a question's words with the way to it, `levels.3.label`."""
    if isinstance(words, dict):
        for key, part in words.items():
            yield from flat_words(part, f"{path}.{key}" if path else str(key))
    elif isinstance(words, list):
        for number, part in enumerate(words):
            yield from flat_words(part, f"{path}.{number}")
    elif isinstance(words, str):
        yield path, words


def wordings(old: dict[str, Any], new: dict[str, Any]) -> list[Wording]:
    before, after = dict(flat_words(old)), dict(flat_words(new))
    return [
        Wording(before.get(path, ""), after.get(path, ""))
        for path in dict.fromkeys([*after, *before])
        # A text that belongs to a new or removed part is no rewording.
        if before.get(path, "") != after.get(path, "") and (path in before) == (path in after)
    ]


def form_wording(old: dict[str, Any], new: dict[str, Any]) -> list[Reworded]:
    before, after = (
        {name: texts.get(name) or "" for name in ("title", "intro")} for texts in (old, new)
    )
    if reworded := wordings(before, after):
        return [Reworded("", _("Title and introduction"), reworded)]
    return []
