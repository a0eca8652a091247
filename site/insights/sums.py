"""From the scores of one observation to what it adds to the sums."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils import timezone

from forms_builder.logic.paths import code_of
from mentoring.models import Observation

THOUSANDTHS = 1000


class Delta(NamedTuple):
    """What is added for one criterion: count, sum, sum of squares; of shares in thousandths."""

    n: int
    total: int
    total_squared: int

    def __add__(self, other: Delta) -> Delta:  # type: ignore[override]
        return Delta(*(a + b for a, b in zip(self, other, strict=True)))

    def negative(self) -> Delta:
        return Delta(*(-value for value in self))


NONE = Delta(0, 0, 0)


def deltas_of(scores: dict) -> dict[str, Delta]:
    """By criterion code, for every criterion that was rated; N/A adds nothing.

    `scores` is `Submission.scores`: points and denominators as exact decimal strings. A criterion
    in a repeat was rated once in each of its instances, and counts as often.
    """
    deltas: dict[str, Delta] = {}
    for path, score in scores.get("criteria", {}).items():
        out_of = Decimal(score.get("out_of") or 0)
        if score.get("na") or not out_of or score.get("points") is None:
            continue
        share = Decimal(score["points"]) * THOUSANDTHS / out_of
        value = int(share.quantize(Decimal(1), ROUND_HALF_UP))
        code = code_of(path)
        deltas[code] = deltas.get(code, NONE) + Delta(1, value, value * value)
    return deltas


def change_of(before: dict, after: dict) -> dict[str, Delta]:
    """What a correction adds and takes away, by criterion code; unchanged ones are left out."""
    old, new = deltas_of(before), deltas_of(after)
    changes = {
        code: new.get(code, NONE) + old.get(code, NONE).negative()
        for code in sorted(old.keys() | new.keys())
    }
    return {code: delta for code, delta in changes.items() if delta != NONE}


def month_of(observation: Observation) -> datetime.date:
    """The first day of the month in which the observation was made, in local time."""
    return timezone.localtime(observation.filled_at).date().replace(day=1)
