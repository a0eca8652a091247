"""Sheets of our own beside those of XLSForm: what a form's points mean, and its lists in steps."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import slug_re
from django.utils.translation import gettext as _

from forms_builder.choices import known_purposes
from forms_builder.fields.choice_table import CODE, MOST_STEPS
from forms_builder.models import ObservationForm
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.words import as_cell, collected, from_cell
from forms_builder.xlsform.workbook import Sheet

SCORING, LISTS = "mentoring_scoring", "mentoring_lists"
# What a form says of itself beside its questions.
OPTIONS = ("offer_incomplete", "calibration_required", "calibration_percent")
_LONGEST_WORD = 500
_LONGEST_CODE = 64


# Out


def scoring_table(forms: dict[str, ObservationForm]) -> list[list[str]]:
    """Return a row for each score and set of bands, with the words of all languages."""
    leading = next(iter(forms.values()))
    rows = []
    for child in leading.scoring:
        same = {
            language: one.value
            for language, form in forms.items()
            for one in form.scoring
            if one.id == child.id
        }
        value = as_cell(collected(child.block, {**same}))
        rows.append(
            [
                child.block_type,
                str(child.id),
                json.dumps(value, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder),
            ]
        )
    return [["kind", "id", "value"], *rows] if rows else []


def lists_table(form: ObservationForm) -> list[list[str]]:
    """Return the lists in steps that a form asks: a row for each step, then one for each node."""
    found = {
        child.value["list"].code: child.value["list"]
        for child in form.body
        if child.block_type == "cascading_choice" and child.value["list"]
    }
    rows = []
    for code, one in sorted(found.items()):
        content = one.content.content
        rows += [[code, one.title, "", s["code"], "", s["km"], s["en"]] for s in content["steps"]]
        rows += [
            [code, "", str(depth), name, str(parent), km, en]
            for depth, parent, name, km, en in content["nodes"]
        ]
    return [["list", "title", "step", "name", "parent", "km", "en"], *rows] if rows else []


# In


def read_options(settings: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a form that stand in its settings."""
    found: dict[str, Any] = {}
    for name in OPTIONS:
        cell = settings.get(f"mentoring::{name}", "").lower()
        if cell in ("true", "false", "yes", "no") and name != "calibration_percent":
            found[name] = cell in ("true", "yes")
        elif name == "calibration_percent" and cell in map(str, range(1, 101)):
            found[name] = int(cell)
    if purposes := known_purposes(settings.get("mentoring::purposes", "").split()):
        found["purposes"] = purposes
    return found


@dataclasses.dataclass
class OwnList:
    """A list in steps as a workbook has it: `tree` as `choice_table` makes it."""

    title: str
    tree: dict[str, Any]


def read_scoring(sheet: Sheet | None, report: Report) -> list[dict[str, Any]]:
    """Return scores and bands as they are stored, with `Words` for texts."""
    found = []
    for number, cells in sheet.rows[1:] if sheet else ():
        kind, block_id, source = (*cells, "", "", "")[:3]
        try:
            value = from_cell(json.loads(source))
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict) or kind not in ("score", "bands"):
            report.wrong(
                sheet.name if sheet else "",
                number,
                "value",
                _(
                    "This cell is damaged, so it was not read. Copy it from a workbook that this "
                    "system wrote, or leave it empty."
                ),
            )
            continue
        found.append({"type": kind, "id": block_id, "value": value})
    return found


def read_lists(sheet: Sheet | None, report: Report) -> dict[str, OwnList]:
    """Return the lists in steps by their codes; one that is not whole is left out."""
    found: dict[str, OwnList] = {}
    damaged: dict[str, int] = {}
    for number, cells in sheet.rows[1:] if sheet else ():
        code, title, step, name, parent, km, en = (*cells, *[""] * 7)[:7]
        tree = found.setdefault(code, OwnList(title or code, {"steps": [], "nodes": []})).tree
        if max(map(len, (km, en))) > _LONGEST_WORD or not (_is_slug(code) and CODE.fullmatch(name)):
            damaged.setdefault(code, number)
        elif not parent:
            tree["steps"].append({"code": name, "km": km, "en": en})
        elif _is_place(step, parent, tree):
            tree["nodes"].append([int(step), int(parent), name, km, en])
        else:
            damaged.setdefault(code, number)
    for code, number in damaged.items():
        report.wrong(
            sheet.name if sheet else "",
            number,
            "parent",
            _(
                "The list “%(list)s” is damaged here, so it was not read. Copy its rows from a "
                "workbook that this system wrote."
            )
            % {"list": code},
        )
        del found[code]
    return found


def _is_slug(code: str) -> bool:
    return bool(slug_re.fullmatch(code)) and len(code) <= _LONGEST_CODE


def _is_place(step: str, parent: str, tree: dict[str, Any]) -> bool:
    """Whether a node stands one step below its parent, which stands before it."""
    nodes = tree["nodes"]
    if len(tree["steps"]) > MOST_STEPS or not step.isdecimal() or not step.isascii():
        return False
    if parent == "-1":
        return step == "0" and bool(tree["steps"])
    if not (parent.isdecimal() and parent.isascii()) or len(parent) > 7 or len(step) > 2:
        return False
    return (
        int(parent) < len(nodes)
        and nodes[int(parent)][0] == int(step) - 1
        and int(step) < len(tree["steps"])
    )
