"""Rubric criteria as rows of a survey sheet: the note of what was seen, the lines of a list."""

from __future__ import annotations

from typing import Any

from forms_builder.fields.sheet_rows import (
    END,
    choice_rows,
    extra_name,
    group_row,
    in_languages,
    part_name,
    value_row,
    words_of,
)


def evidence_rows(item: dict, texts: dict[str, dict]) -> list[dict]:
    """Return the row of a survey sheet that asks for the note, none where it is not asked."""
    if item["evidence"] == "NONE":
        return []
    row = {
        "type": "text",
        "name": extra_name(item["code"], "evidence"),
        "label": in_languages(texts, "What did you see or hear?"),
        "relevant": f"${{{item['code']}}} != ''",
        "appearance": "multiline",
    }
    if item["evidence"] == "REQUIRED":
        row["required"] = f"${{{item['code']}}} != 'na'"
    return [row]


def checklist_rows(item: dict, texts: dict[str, dict]) -> list[dict]:
    """Return the rows of a checklist: a choice for each line, and the level that follows."""
    answers = {"yes": "Yes", "no": "No"}
    if item["allow_na"]:
        answers["na"] = "Not applicable"
    rows: list[dict[str, Any]] = [
        {
            "type": f"select_one {item['code']}",
            "name": part_name(item["code"], one["value"]),
            "label": words_of(texts, "indicators", one["value"]),
            "choices": choice_rows((), texts, "", **answers),
            "needed": True,
        }
        for one in item["indicators"]
    ]
    names = [str(row["name"]) for row in rows]
    seen, applied = extra_name(item["code"], "seen"), extra_name(item["code"], "applied")
    rows += [
        {"type": "calculate", "name": seen, "calculation": _count(names, "yes")},
        {
            "type": "calculate",
            "name": applied,
            "calculation": f"${{{seen}}} + {_count(names, 'no')}",
        },
    ]
    level = value_row(item, _level_expression(item, names, seen, applied))
    evidence = evidence_rows(item, texts)
    return [group_row(item, texts), *rows, level, *evidence, END]


def _count(names: list[str], answer: str) -> str:
    """Return the expression of how often an answer was given."""
    return " + ".join(f"if(${{{name}}} = '{answer}', 1, 0)" for name in names)


def _level_expression(item: dict, names: list[str], seen: str, applied: str) -> str:
    """Return what `level_reached` does as an expression; empty until every line is answered."""
    level = ""
    for one in item["levels"]:
        reached = f"${{{seen}}} * 100 >= {one['at_least']} * ${{{applied}}}"
        level = f"if({reached}, {one['value']}, {level})" if level else str(one["value"])
    if item["allow_na"]:
        level = f"if(${{{applied}}} = 0, 'na', {level})"
    missing = " or ".join(f"${{{name}}} = ''" for name in names)
    return f"if({missing}, '', {level})"
