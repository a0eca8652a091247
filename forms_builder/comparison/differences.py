"""What differs in the structure of one question, in sentences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from forms_builder.comparison.entries import Entry
from forms_builder.fields import registry
from forms_builder.fields.rules import Effect


def differences(earlier: Entry, entry: Entry) -> list[str]:
    old, new = earlier.item, entry.item
    details: list[str] = []
    for part in sorted((old.keys() | new.keys()) - {"id", "items", "continues"}):
        if old.get(part) != new.get(part):
            details += _difference(part, earlier, entry)
    return details


def _difference(part: str, earlier: Entry, entry: Entry) -> list[str]:
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


def _choices(earlier: Entry, entry: Entry) -> list[str]:
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


def _choice_names(values: list[str], entry: Entry) -> str:
    names = entry.words.get("choices") or {}
    return ", ".join(str(names.get(value) or value) for value in values)
