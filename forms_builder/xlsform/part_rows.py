"""The rules of a question of several parts, on the rows that ask it elsewhere."""

from __future__ import annotations

import json
from typing import Any

from forms_builder.expressions import to_xpath

_ASKS_NOTHING = ("begin ", "end ", "note", "calculate")
# Rules that a group has no use for: they stand with the parts, and for us in our own columns.
_OF_ANSWERS = ("constraint", "read_only", "default", "calculation", "required")


def arranged(
    first: dict[str, Any], parts: list[dict[str, Any]], item: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the rows of a question in their order, each with the rules that concern it.

    `first` is the row of the question with all its rules. Of a part, `needed` means that it is
    required where the question is, `before` that it stands before the first row.
    """
    required, read_only = first.get("required"), first.get("readonly")
    constraint, message = first.get("constraint"), first.get("constraint_message")
    if parts and first["type"].startswith("begin ") and "kind" in item:
        _move(first, item)
    before = []
    for part in parts:
        part["mentoring::part_of"] = item["code"]
        if part.pop("before", False):
            part["relevant"] = first.get("relevant", "")
            before.append(part)
        if part.pop("needed", False) and required:
            part["required"] = required
        if part["type"].startswith(_ASKS_NOTHING):
            continue
        if read_only:
            part["readonly"] = read_only
        if part["name"] == item["code"] and constraint:
            part["constraint"] = f"({part['constraint']}) and ({constraint})"
            part["constraint_message"] = message or part.get("constraint_message", {})
    return [*before, first, *(part for part in parts if part not in before)]


def add_limits(row: dict[str, Any], limits: str, item: dict) -> None:
    """Let other software ask what the kind of question asks; our own column keeps the rule."""
    logic = item.get("logic") or {}
    if "calculation" in logic:
        return  # what is worked out stands whatever it is
    exact = json.loads(row.get("mentoring::logic", "{}"))
    exact["constraint"] = to_xpath(logic["constraint"]) if "constraint" in logic else ""
    row["mentoring::logic"] = json.dumps(exact, ensure_ascii=False, sort_keys=True)
    rule = row.get("constraint")
    row["constraint"] = f"{limits} and ({rule})" if rule else limits


def _move(first: dict[str, Any], item: dict[str, Any]) -> None:
    exact = json.loads(first.pop("mentoring::logic", "{}"))
    logic = item.get("logic") or {}
    exact |= {effect: to_xpath(logic[effect]) for effect in _OF_ANSWERS if effect in logic}
    if exact:
        first["mentoring::logic"] = json.dumps(exact, ensure_ascii=False, sort_keys=True)
    for column in ("constraint", "readonly", "default", "calculation", "required"):
        first.pop(column, None)
    if item.get("required"):
        first["mentoring::required"] = "yes"
    for name in ("constraint_message", "required_message"):
        if name in first:
            first[f"mentoring::{name}"] = first.pop(name)
