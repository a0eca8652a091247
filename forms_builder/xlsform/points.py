"""Points as rows of a survey sheet: other software works out what we do, with the answers.

Each criterion has a row for its points and one for what they are out of, both 0 where it was not
rated; at the end of the form stand their sums by domain and for the form, and the form's scores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from forms_builder.expressions import to_xpath
from forms_builder.fields.sheet_rows import extra_name
from forms_builder.scoring import FORM_OUT_OF, FORM_POINTS, domain_reference

PARTS = ("points", "out_of")
_DECIMALS = 4  # of a score


def score_name(*names: str) -> str:
    """Return the name of a row about the whole form; no question's own row is called so."""
    return "___".join(("score", *names))


def points_rows(item: dict, formulas: tuple[str, str]) -> list[dict[str, Any]]:
    """Return the rows of one criterion."""
    return [
        {"type": "calculate", "name": extra_name(item["code"], part), "calculation": formula}
        for part, formula in zip(PARTS, formulas, strict=True)
    ]


def total_rows(
    criteria: list[dict], scores: Iterable[dict], is_repeated: Callable[[dict], bool]
) -> list[dict[str, Any]]:
    """Return the rows of the sums over criteria (schema items) and of the form's scores."""
    if not criteria:
        return []
    names = {FORM_POINTS: score_name("form", "points"), FORM_OUT_OF: score_name("form", "out_of")}
    rows = [_sum(score_name("form", part), criteria, part, is_repeated) for part in PARTS]
    for domain in sorted({item["domain"] for item in criteria if item.get("domain")}):
        own = [item for item in criteria if item.get("domain") == domain]
        for part in PARTS:
            names[domain_reference(domain, part)] = name = score_name("domain", domain, part)
            rows.append(_sum(name, own, part, is_repeated))
    for score in scores:
        for part, tree in zip(PARTS, (score["expression"], score["out_of"]), strict=True):
            formula = to_xpath(tree)
            for reference, name in names.items():
                formula = formula.replace(f"${{{reference}}}", f"${{{name}}}")
            rows.append(_row(score_name("of", score["code"], part), _rounded(formula)))
    return rows


def _sum(
    name: str, criteria: list[dict], part: str, is_repeated: Callable[[dict], bool]
) -> dict[str, Any]:
    terms = []
    for item in criteria:
        reference = f"${{{extra_name(item['code'], part)}}}"
        terms.append(f"sum({reference})" if is_repeated(item) else f"coalesce({reference}, 0)")
    return _row(name, " + ".join(terms))


def _rounded(formula: str) -> str:
    return f"round({formula}, {_DECIMALS})"


def _row(name: str, calculation: str) -> dict[str, Any]:
    return {
        "type": "calculate",
        "name": name,
        "calculation": calculation,
        "mentoring::part_of": "score",
    }
