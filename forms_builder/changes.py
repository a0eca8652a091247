"""What differs between two versions of a form, in words, and what that means for comparison.

Both sides are a structure with the words of one language, as `schema.compile_form` makes them and
as a version stores them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.fields import registry
from forms_builder.fields.rules import Effect

# Parts of an item that say nothing about what a rating means.
_BESIDE_THE_SCALE = {
    "allow_na",
    "code",
    "domain",
    "evidence",
    "follows",
    "id",
    "logic",
    "required",
    "weight",
    "within",
}


class Sort(TextChoices):
    """What happened to a question or section."""

    ADDED = "ADDED", gettext_lazy("Added")
    REMOVED = "REMOVED", gettext_lazy("Removed")
    MOVED = "MOVED", gettext_lazy("Moved")
    CHANGED = "CHANGED", gettext_lazy("Changed")


class Verdict(TextChoices):
    """Whether a criterion's ratings can be laid beside those of the earlier version."""

    COMPARABLE = "COMPARABLE", gettext_lazy("Comparable as before")
    WITH_CARE = "WITH_CARE", gettext_lazy("Comparable, with care")
    NOT_COMPARABLE = "NOT_COMPARABLE", gettext_lazy("Not comparable")
    NEW = "NEW", gettext_lazy("New: nothing to compare with yet")
    CONTINUES = "CONTINUES", gettext_lazy("Continues an earlier criterion")
    ENDED = "ENDED", gettext_lazy("Not asked any more")


class Wording(NamedTuple):
    """One text before and after; an empty text is one that was not there."""

    before: str
    after: str


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
class Reworded:
    """Texts of one question or section, or of the form itself."""

    code: str
    name: str
    wordings: list[Wording]


@dataclass(frozen=True)
class CriterionVerdict:
    code: str
    name: str
    verdict: str
    reasons: list[str] = field(default_factory=list)

    @property
    def verdict_name(self) -> str:
        return str(Verdict(self.verdict).label)


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


class Side(NamedTuple):
    """A structure and its words in one language."""

    schema: dict[str, Any]
    texts: dict[str, Any]


def compare(old: Side, new: Side) -> Changes:
    """Return what differs from `old` to `new`, in the order of the new form."""
    before, after = _entries(old), _entries(new)
    moved = _moved(before, after)
    structure, wording = [], _form_wording(old.texts, new.texts)
    for block_id, entry in after.items():
        if block_id not in before:
            structure.append(_change(Sort.ADDED, entry, _added(entry, before)))
            continue
        earlier = before[block_id]
        details = _differences(earlier, entry)
        if details:
            structure.append(_change(Sort.CHANGED, entry, details))
        if block_id in moved:
            structure.append(_change(Sort.MOVED, entry, _move(earlier, entry)))
        if wordings := _wordings(earlier.words, entry.words):
            wording.append(Reworded(entry.item["code"], entry.name, wordings))
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
    return Changes(structure, wording, list(_verdicts(before, after)))


def _beside_questions(schema: dict[str, Any]) -> dict[str, Any]:
    """What a structure has beside its questions: how scores are worked out and judged."""
    known = {"format", "form_key", "code", "sections", "order"}
    return {part: value for part, value in schema.items() if part not in known and value}


@dataclass(frozen=True)
class _Entry:
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


def _entries(side: Side) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    domains = side.texts.get("domains", {})
    for section in side.schema["sections"]:
        words = side.texts.get("sections", {}).get(section["id"], {})
        title = words.get("title") or ""
        if not section["code"].startswith("_"):
            entries[section["id"]] = _Entry(section, words, "", "", domains)
        for item in section["items"]:
            words = side.texts.get("items", {}).get(item["id"], {})
            entries[item["id"]] = _Entry(item, words, section["id"], title, domains)
    return entries


def _moved(before: dict[str, _Entry], after: dict[str, _Entry]) -> set[str]:
    """Return the ids of sections and of questions that stand elsewhere.

    A question also moved if it stands in another section, where both have both sections.
    """
    moved: set[str] = set()
    for sections in (True, False):
        old, new = (
            [block_id for block_id, entry in side.items() if (not entry.section_id) == sections]
            for side in (before, after)
        )
        moved |= _displaced(old, new)
    for block_id, entry in after.items():
        earlier = before.get(block_id)
        if (
            earlier
            and earlier.section_id != entry.section_id
            and earlier.section_id in after
            and entry.section_id in before
        ):
            moved.add(block_id)
    return moved


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


def _change(sort: Sort, entry: _Entry, details: list[str]) -> Change:
    return Change(sort.value, entry.item["code"], entry.name, entry.kind, details)


def _added(entry: _Entry, before: dict[str, _Entry]) -> list[str]:
    follows = entry.item.get("follows")
    if not follows:
        return []
    name = next((old.name for old in before.values() if old.item["code"] == follows), follows)
    return [_("Continues “%(name)s”.") % {"name": name}]


def _move(earlier: _Entry, entry: _Entry) -> list[str]:
    if earlier.section == entry.section:
        return []
    return [
        _("From the section “%(old)s” to “%(new)s”.")
        % {"old": earlier.section or "–", "new": entry.section or "–"}
    ]


# Differences of one item


def _differences(earlier: _Entry, entry: _Entry) -> list[str]:
    old, new = earlier.item, entry.item
    details: list[str] = []
    for part in sorted((old.keys() | new.keys()) - {"id", "items", "continues"}):
        if old.get(part) != new.get(part):
            details += _difference(part, earlier, entry)
    return details


def _difference(part: str, earlier: _Entry, entry: _Entry) -> list[str]:
    old, new = earlier.item.get(part), entry.item.get(part)
    if part == "kind":
        return [_pair(_("Kind"), earlier.kind, entry.kind)]
    if part == "required":
        return [
            _("An answer is required now.") if new else _("An answer is not required any more.")
        ]
    if part == "logic":
        return _logic(old or {}, new or {})
    if part == "choices":
        return _choices(earlier, entry)
    if part == "domain":
        return [
            _pair(
                _("Domain"),
                earlier.domains.get(old, old) if old else "–",
                entry.domains.get(new, new) if new else "–",
            )
        ]
    return [_pair(_part_name(part, entry.item), _shown(old), _shown(new))]


def _pair(name: str, old: str, new: str) -> str:
    return _("%(part)s: %(old)s → %(new)s") % {"part": name, "old": old, "new": new}


def _part_name(part: str, item: dict[str, Any]) -> str:
    if part == "within":
        return _("Stands in")
    try:
        blocks = registry.get(item.get("kind", "section")).block_class.base_blocks
        return str(blocks[part].label) if part in blocks and blocks[part].label else part
    except KeyError:
        return part


def _shown(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(
            str(part["value"]) if isinstance(part, dict) and "value" in part else _shown(part)
            for part in value
        )
    return str(value)


def _logic(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    details = []
    for effect in sorted(old.keys() | new.keys()):
        if old.get(effect) == new.get(effect):
            continue
        name = Effect(effect.upper()).label if effect.upper() in Effect else effect
        if effect not in old:
            details.append(_("New rule: %(rule)s.") % {"rule": name})
        elif effect not in new:
            details.append(_("Rule taken away: %(rule)s.") % {"rule": name})
        else:
            details.append(_("Other rule: %(rule)s.") % {"rule": name})
    return details


def _choices(earlier: _Entry, entry: _Entry) -> list[str]:
    old = {choice["value"]: choice for choice in earlier.item.get("choices") or ()}
    new = {choice["value"]: choice for choice in entry.item.get("choices") or ()}
    details = []
    if gone := [value for value in old if value not in new]:
        details.append(_("Choices removed: %(names)s.") % {"names": _choice_names(gone, earlier)})
    if come := [value for value in new if value not in old]:
        details.append(_("Choices added: %(names)s.") % {"names": _choice_names(come, entry)})
    if not details:
        same = [value for value in old if old[value] != new[value]]
        details.append(
            _("Choices changed: %(names)s.") % {"names": _choice_names(same, entry)}
            if same
            else _("The choices stand in another order.")
        )
    return details


def _choice_names(values: list[str], entry: _Entry) -> str:
    names = entry.words.get("choices") or {}
    return ", ".join(str(names.get(value) or value) for value in values)


# Words


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


def _wordings(old: dict[str, Any], new: dict[str, Any]) -> list[Wording]:
    before, after = dict(flat_words(old)), dict(flat_words(new))
    return [
        Wording(before.get(path, ""), after.get(path, ""))
        for path in dict.fromkeys([*after, *before])
        # A text that belongs to a new or removed part is no rewording.
        if before.get(path, "") != after.get(path, "") and (path in before) == (path in after)
    ]


def _form_wording(old: dict[str, Any], new: dict[str, Any]) -> list[Reworded]:
    before, after = (
        {name: texts.get(name) or "" for name in ("title", "intro")} for texts in (old, new)
    )
    if wordings := _wordings(before, after):
        return [Reworded("", _("Title and introduction"), wordings)]
    return []


# Comparison over time


def is_scored(item: dict[str, Any]) -> bool:
    """Tell whether an item of a version adds to scores."""
    try:
        kind = registry.get(item.get("kind", ""))
    except KeyError:
        return False
    return kind.score(item, None) is not None


def _verdicts(before: dict[str, _Entry], after: dict[str, _Entry]) -> Iterator[CriterionVerdict]:
    earlier_codes = {entry.item["code"]: entry for entry in before.values()}
    followed = set()
    for block_id, entry in after.items():
        if not is_scored(entry.item):
            if block_id in before and is_scored(before[block_id].item):
                yield _verdict(entry, Verdict.ENDED, [_("It does not count any more.")])
            continue
        earlier = before.get(block_id)
        follows = entry.item.get("follows")
        if earlier is None and follows in earlier_codes:
            earlier = earlier_codes[follows]
            followed.add(follows)
            sort = Verdict.CONTINUES
        else:
            sort = Verdict.COMPARABLE
        if earlier is None or not is_scored(earlier.item):
            yield _verdict(entry, Verdict.NEW, [])
        elif not same_scale(earlier.item, entry.item):
            yield _verdict(
                entry,
                Verdict.NOT_COMPARABLE,
                [_("The scale is another one: earlier ratings mean something else.")],
            )
        else:
            reasons = list(_cautions(earlier, entry))
            if reasons and sort == Verdict.COMPARABLE:
                sort = Verdict.WITH_CARE
            yield _verdict(entry, sort, reasons)
    for block_id, entry in before.items():
        if block_id not in after and is_scored(entry.item) and entry.item["code"] not in followed:
            yield _verdict(entry, Verdict.ENDED, [])


def _verdict(entry: _Entry, verdict: Verdict, reasons: list[str]) -> CriterionVerdict:
    return CriterionVerdict(entry.item["code"], entry.name, verdict.value, reasons)


def same_scale(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Tell whether a rating of one item means on its scale what it means on the other's."""
    return _scale(old) == _scale(new)


def _scale(item: dict[str, Any]) -> dict[str, Any]:
    return {part: value for part, value in item.items() if part not in _BESIDE_THE_SCALE}


def _cautions(earlier: _Entry, entry: _Entry) -> Iterator[str]:
    old, new = earlier.item, entry.item
    if old.get("weight") != new.get("weight"):
        yield _("It counts %(new)s instead of %(old)s in the sums.") % {
            "old": old.get("weight"),
            "new": new.get("weight"),
        }
    if old.get("domain") != new.get("domain"):
        yield _("It is added to another domain.")
    if old.get("allow_na") != new.get("allow_na"):
        yield _("“Not applicable” is treated otherwise.")
    if (old.get("logic") or {}).get("relevant") != (new.get("logic") or {}).get("relevant"):
        yield _("It is asked in other cases.")
    if old.get("within") != new.get("within"):
        yield _("It stands in another group.")
    if _wordings(
        {"levels": earlier.words.get("levels", {})}, {"levels": entry.words.get("levels", {})}
    ):
        yield _("The levels are worded otherwise: read whether they still mean the same.")
