"""What differs between two versions of a form, in words, and what that means for comparison.

Both sides are a structure with the words of one language, as `schema.compile_form` makes them and
as a version stores them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.comparison.differences import differences
from forms_builder.comparison.entries import Entry, Side, entries, moved
from forms_builder.comparison.verdicts import CriterionVerdict, Verdict, verdicts
from forms_builder.comparison.wordings import Reworded, form_wording, wordings


class Sort(TextChoices):
    """What happened to a question or section."""

    ADDED = "ADDED", gettext_lazy("Added")
    REMOVED = "REMOVED", gettext_lazy("Removed")
    MOVED = "MOVED", gettext_lazy("Moved")
    CHANGED = "CHANGED", gettext_lazy("Changed")


@dataclass(frozen=True)
class Change:
    """What happened to one question or section, in sentences."""

    sort: str
    code: str
    name: str
    kind: str
    details: list[str] = field(default_factory=list)

    @property
    def sort_name(self) -> str:
        return str(Sort(self.sort).label)


@dataclass(frozen=True)
class Changes:
    """`structure` makes the next version; `wording` alone keeps it."""

    structure: list[Change]
    wording: list[Reworded]
    criteria: list[CriterionVerdict]

    def __bool__(self) -> bool:
        return bool(self.structure or self.wording)

    @property
    def totals_comparable(self) -> bool:
        """Whether scores of the whole form mean the same as before."""
        return all(
            entry.verdict == Verdict.COMPARABLE and not entry.reasons for entry in self.criteria
        )


def compare(old: Side, new: Side) -> Changes:
    """Return what differs from `old` to `new`, in the order of the new form."""
    before, after = entries(old), entries(new)
    displaced = moved(before, after)
    structure, wording = [], form_wording(old.texts, new.texts)
    for block_id, entry in after.items():
        if block_id not in before:
            structure.append(_change(Sort.ADDED, entry, _added(entry, before)))
            continue
        earlier = before[block_id]
        details = differences(earlier, entry)
        if details:
            structure.append(_change(Sort.CHANGED, entry, details))
        if block_id in displaced:
            structure.append(_change(Sort.MOVED, entry, _move(earlier, entry)))
        if reworded := wordings(earlier.words, entry.words):
            wording.append(Reworded(entry.item["code"], entry.name, reworded))
    structure += [
        _change(Sort.REMOVED, entry, [])
        for block_id, entry in before.items()
        if block_id not in after
    ]
    if _beside_questions(old.schema) != _beside_questions(new.schema):
        structure.append(
            Change(
                Sort.CHANGED.value,
                "",
                _("Scores and bands"),
                _("Form"),
                [_("What the points add up to, or what is said of them, is another.")],
            )
        )
    structure += _renewed_tables(old.schema, new.schema)
    return Changes(structure, wording, list(verdicts(before, after)))


def _renewed_tables(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """The tables that rules look things up in, where their rows are others."""
    before, after = old.get("lists") or {}, new.get("lists") or {}
    return [
        Change(Sort.CHANGED.value, name, name, _("Table"), [_("Its rows are others.")])
        for name in sorted(before.keys() & after.keys())
        if before[name] != after[name]
    ]


def _beside_questions(schema: dict[str, Any]) -> dict[str, Any]:
    """What a structure has beside its questions: how scores are worked out and judged."""
    known = {"format", "form_key", "code", "sections", "order", "lists"}
    return {part: value for part, value in schema.items() if part not in known and value}


def _change(sort: Sort, entry: Entry, details: list[str]) -> Change:
    return Change(sort.value, entry.item["code"], entry.name, entry.kind, details)


def _added(entry: Entry, before: dict[str, Entry]) -> list[str]:
    follows = entry.item.get("follows")
    if not follows:
        return []
    name = next((old.name for old in before.values() if old.item["code"] == follows), follows)
    return [_("Continues “%(name)s”.") % {"name": name}]


def _move(earlier: Entry, entry: Entry) -> list[str]:
    if earlier.section == entry.section:
        return []
    return [
        _("From the section “%(old)s” to “%(new)s”.")
        % {"old": earlier.section or "–", "new": entry.section or "–"}
    ]
