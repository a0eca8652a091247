"""Points by criterion, domain and form, always with what they are out of.

A level's number times the criterion's weight gives its points; the highest level gives what they
are out of. Criteria without an answer, not applicable ones and those with weight 0 stand outside
both. All numbers are exact decimals in text.
"""

from __future__ import annotations

import datetime
import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from forms_builder.exact import exact
from forms_builder.expressions import ExpressionFailed, evaluate, to_number
from forms_builder.fields import registry
from forms_builder.fields.base import Points
from forms_builder.logic.paths import by_path
from forms_builder.logic.place import PlaceInForm
from forms_builder.logic.state import FormState
from forms_builder.scoring import FORM_OUT_OF, FORM_POINTS, domain_reference

_SMALLEST_POINTS = Decimal("0.0001")


class _Sum:
    def __init__(self) -> None:
        self.points = self.out_of = Decimal(0)
        self.answered = self.asked = 0

    def add(self, points: Points) -> None:
        self.asked += 1
        if points.points is not None:
            self.answered += 1
            self.points += Decimal(points.points)
            self.out_of += Decimal(points.out_of)

    def as_dict(self) -> dict[str, Any]:
        return {
            "points": exact(self.points),
            "out_of": exact(self.out_of),
            "answered": self.answered,
            "asked": self.asked,
        }


def score(
    schema: dict, values: dict[str, Any], *, now: datetime.datetime, texts: dict | None = None
) -> dict[str, dict]:
    """Return the scores of stored answers (by block id), as `score_state` does.

    `now` is the moment that today() and now() stand for in the form's rules; `texts` are the
    words in which the form was filled, which jr:choice-name() looks at.
    """
    return score_state(FormState(schema, *by_path(schema, values), now=now, texts=texts))


def score_state(state: FormState) -> dict[str, dict]:
    """Return the scores of a form filled with checked answers.

    Where the form has score formulas, `scores` has points and out_of of each by code, None where
    they cannot be worked out. Where it has bands, what they stand for has the id of its `band`,
    None where nothing was rated.

    `form` and each of `domains` have points, out_of, answered (criteria with a level) and asked
    (all criteria that this observer was asked). `criteria` has every asked criterion by path,
    with `points` and `level` None where it has none.
    """
    whole = _Sum()
    domains: dict[str, _Sum] = {}
    criteria: dict[str, dict] = {}
    for item, path in state.asked_questions():
        value = state.values.get(path)
        points = registry.get(item["kind"]).score(item, value)
        if points is None:
            continue
        domain = item.get("domain")
        whole.add(points)
        if domain:
            if domain not in domains:
                domains[domain] = _Sum()
            domains[domain].add(points)
        criteria[path] = {
            "points": points.points,
            "out_of": points.out_of,
            "level": points.level,
            "weight": points.weight,
            "domain": domain,
            "na": isinstance(value, dict) and bool(value.get("na")),
        }
    result: dict[str, dict] = {
        "form": whole.as_dict(),
        "domains": {code: total.as_dict() for code, total in domains.items()},
        "criteria": criteria,
    }
    if formulas := state.schema.get("scores"):
        place = _PlaceWithPoints(state, result)
        result["scores"] = {
            formula["code"]: {
                "points": _worked_out(formula["expression"], place),
                "out_of": _worked_out(formula["out_of"], place),
            }
            for formula in formulas
        }
    for bands in state.schema.get("bands", ()):
        subject = _subject(result, bands["of"])
        if subject is not None:
            subject["band"] = _band(subject, bands["bands"])
    return result


class _PlaceWithPoints(PlaceInForm):
    """What a score formula sees: the answers, and points under the names of `scoring`."""

    def __init__(self, state: FormState, result: dict[str, dict]) -> None:
        super().__init__(state, {"code": "", "kind": ""}, "")
        self._points = {
            FORM_POINTS: float(result["form"]["points"]),
            FORM_OUT_OF: float(result["form"]["out_of"]),
        }
        for code, total in result["domains"].items():
            for part in ("points", "out_of"):
                self._points[domain_reference(code, part)] = float(total[part])

    def value(self, code: str) -> Any:
        if "." in code:
            return self._points.get(code, 0.0)
        return super().value(code)


def _worked_out(tree: Any, place: PlaceInForm) -> str | None:
    try:
        number = to_number(evaluate(tree, place))
    except ExpressionFailed:
        return None
    if not math.isfinite(number):
        return None
    return exact(Decimal(repr(number)).quantize(_SMALLEST_POINTS, ROUND_HALF_UP))


def _subject(result: dict[str, dict], of: list[str]) -> dict[str, Any] | None:
    if of[0] == "form":
        return result["form"]
    part = "domains" if of[0] == "domain" else "scores"
    return result.get(part, {}).get(of[1])


def _band(total: dict[str, Any], bands: list[dict]) -> str | None:
    """The id of the highest band that the share of points reaches."""
    points, out_of = total["points"], total["out_of"]
    if points is None or out_of is None or Decimal(out_of) <= 0:
        return None
    percent = Decimal(points) * 100
    reached = [band for band in bands if percent >= Decimal(band["from"]) * Decimal(out_of)]
    return reached[-1]["id"] if reached else bands[0]["id"]
