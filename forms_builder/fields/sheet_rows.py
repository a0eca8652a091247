"""Rows of a survey sheet for questions of several parts, as other software asks them.

Such a question goes out as a group. Its first row stands for the question; the rows after it ask
the parts, and the one that is named like the question has the value that expressions compute with.
No code of an editor's has two underscores side by side, so the names of parts are free.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, override

END = {"type": "end group"}


def part_name(code: str, *values: str) -> str:
    """Return the name of the part of a question that a value of its own stands for."""
    return "__".join((code, *values))


def extra_name(code: str, name: str) -> str:
    """Return the name of a row that has no value of the question's own."""
    return f"{code}___{name}"


def group_row(item: dict, texts: dict[str, dict]) -> dict[str, Any]:
    """Return the row that begins the group of a question."""
    return {
        "type": "begin group",
        "name": extra_name(item["code"], "parts"),
        "mentoring::code": item["code"],
        "label": words_of(texts, "label"),
        "hint": words_of(texts, "help"),
    }


def words_of(texts: dict[str, dict], *path: str) -> dict[str, str]:
    """Return by language what stands under `path` in the words of a question, "" for nothing."""
    found: dict[str, str] = {}
    for language, words in texts.items():
        node: Any = words
        for step in path:
            node = node.get(step) if isinstance(node, dict) else None
        found[language] = node if isinstance(node, str) else ""
    return found


def in_languages(texts: dict[str, dict], msgid: str, **names: Any) -> dict[str, str]:
    """Return a text of ours in each language. `names` are texts, or texts by language."""
    found = {}
    for language in texts:
        with override(language):
            found[language] = gettext(msgid) % {
                name: one[language] if isinstance(one, dict) else one for name, one in names.items()
            }
    return found


def choice_rows(
    values: Iterable[str], texts: dict[str, dict], part: str, **ours: str
) -> list[dict[str, Any]]:
    """Return choices with the words under `part`, and `ours`: values with texts of ours."""
    rows: list[dict[str, Any]] = [
        {"name": value, "label": words_of(texts, part, value)} for value in values
    ]
    return rows + [
        {"name": value, "label": in_languages(texts, msgid)} for value, msgid in ours.items()
    ]


def sum_of(names: list[str]) -> str:
    """Return the expression of a sum, empty where none of the parts has an answer."""
    total = " + ".join(f"coalesce(${{{name}}}, 0)" for name in names)
    answers = ", ".join(f"${{{name}}}" for name in names)
    return f"if(concat({answers}, '') = '', '', {total})"


def value_row(item: dict, calculation: str) -> dict[str, Any]:
    """Return the row of what a question comes to."""
    return {"type": "calculate", "name": item["code"], "calculation": calculation}


def between(smallest: float | str | None, largest: float | str | None) -> str:
    """Return the expression of a number's limits, each None where there is none."""
    parts = [
        f". {sign} {limit}"
        for sign, limit in ((">=", smallest), ("<=", largest))
        if limit is not None
    ]
    return " and ".join(parts)
