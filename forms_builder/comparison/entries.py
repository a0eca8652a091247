"""The questions and sections of one side of a comparison, and which of them stand elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, NamedTuple

from forms_builder.fields import registry


class Side(NamedTuple):
    """A structure and its words in one language."""

    schema: dict[str, Any]
    texts: dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A question or section with its words and the section it stands in."""

    item: dict[str, Any]
    words: dict[str, Any]
    section_id: str
    section: str
    domains: dict[str, str]

    @property
    def name(self) -> str:
        return name_of(self.item, self.words)

    @property
    def kind(self) -> str:
        return kind_name(self.item)


def name_of(item: dict[str, Any], words: dict[str, Any]) -> str:
    """Return what people call a question or section."""
    return words.get("label") or words.get("title") or words.get("text") or item["code"]


def kind_name(item: dict[str, Any]) -> str:
    """Return the name of an item's kind; sections have none in a version."""
    name = item.get("kind") or ("page_break" if item.get("continues") else "section")
    try:
        return registry.get(name).label
    except KeyError:
        return name


def entries(side: Side) -> dict[str, Entry]:
    """Return sections and items by block id, in order."""
    found: dict[str, Entry] = {}
    domains = side.texts.get("domains", {})
    for section in side.schema["sections"]:
        words = side.texts.get("sections", {}).get(section["id"], {})
        title = words.get("title") or ""
        if not section["code"].startswith("_"):
            found[section["id"]] = Entry(section, words, "", "", domains)
        for item in section["items"]:
            words = side.texts.get("items", {}).get(item["id"], {})
            found[item["id"]] = Entry(item, words, section["id"], title, domains)
    return found


def moved(before: dict[str, Entry], after: dict[str, Entry]) -> set[str]:
    """Return the ids of sections and of questions that stand elsewhere.

    A question also moved if it stands in another section, where both have both sections.
    """
    elsewhere: set[str] = set()
    for sections in (True, False):
        old, new = (
            [block_id for block_id, entry in side.items() if (not entry.section_id) == sections]
            for side in (before, after)
        )
        elsewhere |= _displaced(old, new)
    for block_id, entry in after.items():
        earlier = before.get(block_id)
        if (
            earlier
            and earlier.section_id != entry.section_id
            and earlier.section_id in after
            and entry.section_id in before
        ):
            elsewhere.add(block_id)
    return elsewhere


def _displaced(before: list[str], after: list[str]) -> set[str]:
    """Return the least set of ids that stand elsewhere among those that both have."""
    place = {block_id: index for index, block_id in enumerate(before)}
    common = [block_id for block_id in after if block_id in place]
    # The longest rising row stays where it is: patience sorting with links back.
    ends: list[int] = []
    rows: list[str] = []
    link: dict[str, str | None] = {}
    for block_id in common:
        index = bisect_left(ends, place[block_id])
        link[block_id] = rows[index - 1] if index else None
        if index == len(ends):
            ends.append(place[block_id])
            rows.append(block_id)
        else:
            ends[index], rows[index] = place[block_id], block_id
    stays: set[str] = set()
    last: str | None = rows[-1] if rows else None
    while last is not None:
        stays.add(last)
        last = link[last]
    return set(common) - stays
