"""Points by criterion, domain and form, always with what they are out of.

A level's number times the criterion's weight gives its points; the highest level gives what they
are out of. Criteria without an answer, not applicable ones and those with weight 0 stand outside
both. All numbers are exact decimals in text.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from forms_builder.exact import exact
from forms_builder.fields import registry
from forms_builder.logic.paths import by_path
from forms_builder.logic.state import FormState


class _Sum:
    def __init__(self) -> None:
        self.points = self.out_of = Decimal(0)
        self.answered = self.asked = 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "points": exact(self.points),
            "out_of": exact(self.out_of),
            "answered": self.answered,
            "asked": self.asked,
        }


def score(schema: dict, values: dict[str, Any], *, now: datetime.datetime) -> dict[str, dict]:
    """Return the scores of checked answers (by block id).

    `now` is the moment that today() and now() stand for in the form's rules.

    `form` and each of `domains` have points, out_of, answered (criteria with a level) and asked
    (all criteria that this observer was asked). `criteria` has every asked criterion by path,
    with `points` and `level` None where it has none.
    """
    whole = _Sum()
    domains: dict[str, _Sum] = {}
    criteria: dict[str, dict] = {}
    state = FormState(schema, *by_path(schema, values), now=now)
    for item, path in state.asked_questions():
        value = state.values.get(path)
        points = registry.get(item["kind"]).score(item, value)
        if points is None:
            continue
        domain = item.get("domain")
        sums = [whole]
        if domain:
            sums.append(domains.setdefault(domain, _Sum()))
        for total in sums:
            total.asked += 1
            if points.points is not None:
                total.answered += 1
                total.points += Decimal(points.points)
                total.out_of += Decimal(points.out_of)
        criteria[path] = {
            "points": points.points,
            "out_of": points.out_of,
            "level": points.level,
            "weight": points.weight,
            "domain": domain,
            "na": isinstance(value, dict) and bool(value.get("na")),
        }
    return {
        "form": whole.as_dict(),
        "domains": {code: total.as_dict() for code, total in domains.items()},
        "criteria": criteria,
    }
