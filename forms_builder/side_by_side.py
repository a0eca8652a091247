"""Two versions of a form beside each other, in every language that either has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from forms_builder.comparison.changes import Sort, compare
from forms_builder.comparison.entries import Side, kind_name, name_of
from forms_builder.comparison.wordings import flat_words


class Words(NamedTuple):
    """What one question says in one language: its name and everything below it."""

    language: str
    name: str
    others: list[str]


@dataclass(frozen=True)
class Row:
    """One question or section; `old` or `new` is empty where a version does not have it."""

    code: str
    kind: str
    marks: list[str]
    details: list[str]
    old: list[Words]
    new: list[Words]
    heading: bool


class Edition(NamedTuple):
    """A structure with its words by language; the first language is the one it is led in."""

    schema: dict[str, Any]
    texts: Mapping[str, dict[str, Any]]

    def side(self) -> Side:
        return Side(self.schema, next(iter(self.texts.values()), {}))


def rows_of(old: Edition, new: Edition) -> list[Row]:
    """Return every question and section of both, in the order of the new one.

    What only the old one has stands after what it followed there.
    """
    before, after = _items(old.schema), _items(new.schema)
    changes = compare(old.side(), new.side())
    marks: dict[str, list[str]] = {}
    details: dict[str, list[str]] = {}
    for change in changes.structure:
        marks.setdefault(change.code, []).append(change.sort_name)
        details.setdefault(change.code, []).extend(change.details)
    removed = {change.code for change in changes.structure if change.sort == Sort.REMOVED}
    rows = []
    for block_id in _order(list(before), list(after)):
        item = after.get(block_id) or before[block_id]
        code = item["code"]
        gone = block_id not in after
        rows.append(
            Row(
                code=code,
                kind=kind_name(item),
                marks=marks.get(code, []) if gone == (code in removed) or not gone else [],
                details=details.get(code, []),
                old=_words(old, before.get(block_id)),
                new=_words(new, after.get(block_id)),
                heading="items" in item,
            )
        )
    return rows


def _items(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    items: dict[str, dict[str, Any]] = {}
    for section in schema["sections"]:
        if not section["code"].startswith("_"):
            items[section["id"]] = section
        items |= {item["id"]: item for item in section["items"]}
    return items


def _order(before: list[str], after: list[str]) -> list[str]:
    known = set(after)
    following: dict[str, list[str]] = {}
    last = ""
    for block_id in before:
        if block_id in known:
            last = block_id
        else:
            following.setdefault(last, []).append(block_id)
    order = following.get("", [])[:]
    for block_id in after:
        order += [block_id, *following.get(block_id, [])]
    return order


def _words(edition: Edition, item: dict[str, Any] | None) -> list[Words]:
    if item is None:
        return []
    result = []
    for language, texts in edition.texts.items():
        words = texts.get("sections" if "items" in item else "items", {}).get(item["id"], {})
        name = name_of(item, words) if words else ""
        others = [text for _path, text in flat_words(words) if text and text != name]
        result.append(Words(language, name, others))
    return result
