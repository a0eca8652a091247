"""Interval observations as rows of a survey sheet: a repeat with a question for each interval."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from forms_builder.exact import exact
from forms_builder.fields.sheet_rows import (
    END,
    choice_rows,
    extra_name,
    group_row,
    in_languages,
    value_row,
)

_MINUTES = gettext_noop("Minutes %(begin)s to %(end)s")
_NONE_ALONE = gettext_noop("“None of these” cannot be chosen together with others.")


def interval_rows(item: dict, texts: dict[str, dict]) -> list[dict]:
    """Return the rows of an interval observation. Nothing chosen: it was not observed."""
    code = item["code"]
    codes = [one["value"] for one in item["codes"]]
    none = "none" if "none" not in codes else "none__"
    begin, end, seen, marked = (
        extra_name(code, name) for name in ("begin", "end", "seen", "marked")
    )
    every = item["every"]
    rows: list[dict[str, Any]] = [
        {
            "type": "begin repeat",
            "name": extra_name(code, "intervals"),
            "label": in_languages(texts, "What was seen"),
            "repeat_count": str(item["intervals"]),
        },
        {
            "type": "calculate",
            "name": begin,
            "calculation": f"(position(..) - 1) * {every}",
        },
        {"type": "calculate", "name": end, "calculation": f"position(..) * {every}"},
        {
            "type": f"select_multiple {code}",
            "name": seen,
            "label": in_languages(
                texts,
                _MINUTES,
                begin=f"${{{begin}}}",
                end=f"${{{end}}}",
            ),
            "constraint": f"not(selected(., '{none}') and count-selected(.) > 1)",
            "constraint_message": in_languages(texts, _NONE_ALONE),
            "choices": choice_rows(codes, texts, "codes", **{none: "None of these"}),
        },
        {
            "type": "calculate",
            "name": marked,
            "calculation": f"if(${{{seen}}} = '', 0, 1)",
        },
        *(
            {
                "type": "calculate",
                "name": extra_name(code, f"seen___{one['value']}"),
                "calculation": f"if(selected(${{{seen}}}, '{one['value']}'), 1, 0)",
            }
            for one in _scored(item)
        ),
        {"type": "end repeat"},
    ]
    total = f"sum(${{{marked}}})"
    value = value_row(item, f"if({total} > 0, {total}, '')")
    return [group_row(item, texts), *rows, value, END]


def _scored(item: dict) -> list[dict]:
    return [one for one in item["codes"] if Decimal(one["weight"])]


def interval_formulas(item: dict) -> tuple[str, str] | None:
    """Return points and what they are out of as expressions about these rows; None if unscored."""
    scored = _scored(item)
    if not scored:
        return None
    observed = f"sum(${{{extra_name(item['code'], 'marked')}}})"
    seen = " + ".join(
        f"{one['weight']} * sum(${{{extra_name(item['code'], 'seen___' + one['value'])}}})"
        for one in scored
    )
    out_of = exact(sum((Decimal(one["weight"]) for one in scored), Decimal(0)))
    return (
        f"if({observed} > 0, round(({seen}) div {observed}, 4), 0)",
        f"if({observed} > 0, {out_of}, 0)",
    )
