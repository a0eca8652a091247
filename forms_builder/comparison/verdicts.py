"""What changes mean for comparison over time: criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.comparison.entries import Entry
from forms_builder.comparison.wordings import wordings
from forms_builder.fields import registry

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


class Verdict(TextChoices):
    """Whether a criterion's ratings can be laid beside those of the earlier version."""

    COMPARABLE = "COMPARABLE", gettext_lazy("Comparable as before")
    WITH_CARE = "WITH_CARE", gettext_lazy("Comparable, with care")
    NOT_COMPARABLE = "NOT_COMPARABLE", gettext_lazy("Not comparable")
    NEW = "NEW", gettext_lazy("New: nothing to compare with yet")
    CONTINUES = "CONTINUES", gettext_lazy("Continues an earlier criterion")
    ENDED = "ENDED", gettext_lazy("Not asked any more")


@dataclass(frozen=True)
class CriterionVerdict:
    code: str
    name: str
    verdict: str
    reasons: list[str] = field(default_factory=list)

    @property
    def verdict_name(self) -> str:
        return str(Verdict(self.verdict).label)


def is_scored(item: dict[str, Any]) -> bool:
    """Tell whether an item of a version adds to scores."""
    try:
        kind = registry.get(item.get("kind", ""))
    except KeyError:
        return False
    return kind.score(item, None) is not None


def verdicts(before: dict[str, Entry], after: dict[str, Entry]) -> Iterator[CriterionVerdict]:
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


def _verdict(entry: Entry, verdict: Verdict, reasons: list[str]) -> CriterionVerdict:
    return CriterionVerdict(entry.item["code"], entry.name, verdict.value, reasons)


def same_scale(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Tell whether a rating of one item means on its scale what it means on the other's."""
    return _scale(old) == _scale(new)


def _scale(item: dict[str, Any]) -> dict[str, Any]:
    return {part: value for part, value in item.items() if part not in _BESIDE_THE_SCALE}


def _cautions(earlier: Entry, entry: Entry) -> Iterator[str]:
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
    if wordings(
        {"levels": earlier.words.get("levels", {})}, {"levels": entry.words.get("levels", {})}
    ):
        yield _("The levels are worded otherwise: read whether they still mean the same.")
