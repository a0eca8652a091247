"""How far two people who rated the same lesson agree, always with what it is out of.

Weighted kappa after Cohen (1968): 1 less the observed disagreement over the one expected from how
often each of the two chose each step. Steps are places on a criterion's own scale, from the
lowest level, 0; a disagreement weighs its number of steps (linear) or its square (quadratic).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from forms_builder.exact import exact
from forms_builder.logic.outline import items_of
from forms_builder.logic.paths import code_of

Pair = tuple[int, int]


@dataclass
class Agreement:
    """`exact` and `adjacent` (the same step or the next) of `of` criteria that either coded.

    `both` of these were given a level by both; kappa is over those, exact to four decimals in
    text, None where there is nothing to tell: no criterion, or no difference to be expected.
    `not_applicable`: both said so, which is exact agreement. `missing`: one of the two gave no
    answer, which is none, as is a level against “not applicable”.
    """

    of: int = 0
    exact: int = 0
    adjacent: int = 0
    both: int = 0
    not_applicable: int = 0
    missing: int = 0
    kappa_linear: str | None = None
    kappa_quadratic: str | None = None
    domains: dict[str, Agreement] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return what can be stored as JSON."""
        return asdict(self)


def agreement(schema: dict, first: dict[str, Any], second: dict[str, Any]) -> Agreement:
    """Compare two scores (`forms_builder.scores.score`) of one version, all in all and by domain.

    Criteria are compared place by place, so in a repeat the first lesson with the first.
    """
    scales = {item["code"]: _scale(item) for item in items_of(schema)}
    paths = sorted(first["criteria"].keys() | second["criteria"].keys())
    whole = _Count()
    domains: dict[str, _Count] = {}
    for path in paths:
        ratings = [one["criteria"].get(path) for one in (first, second)]
        counts = [whole]
        domain = next((one["domain"] for one in ratings if one and one["domain"]), None)
        if domain:
            counts.append(domains.setdefault(domain, _Count()))
        for count in counts:
            count.add(scales.get(code_of(path), []), *ratings)
    result = whole.result()
    result.domains = {code: count.result() for code, count in domains.items()}
    return result


def exact_by_criterion(
    schema: dict, expert: dict[str, Any], others: Iterable[dict[str, Any]]
) -> dict[str, tuple[int, int]]:
    """By a criterion's path: how many of `others` agree exactly with `expert`, out of how many
    compared. By the same rules as `agreement`."""
    scales = {item["code"]: _scale(item) for item in items_of(schema)}
    counts: dict[str, _Count] = {}
    for one in others:
        for path in expert["criteria"].keys() | one["criteria"].keys():
            ratings = [scores["criteria"].get(path) for scores in (expert, one)]
            counts.setdefault(path, _Count()).add(scales.get(code_of(path), []), *ratings)
    return {path: (count.found.exact, count.found.of) for path, count in counts.items()}


def _scale(item: dict) -> list[Decimal]:
    return sorted(Decimal(level["value"]) for level in item.get("levels", ()))


class _Count:
    def __init__(self) -> None:
        self.found = Agreement()
        self.pairs: list[Pair] = []

    def add(self, scale: list[Decimal], one: dict | None, other: dict | None) -> None:
        steps = [_step(scale, rating) for rating in (one, other)]
        if steps == [None, None]:
            return
        self.found.of += 1
        if None in steps:
            self.found.missing += 1
        elif steps == ["na", "na"]:
            self.found.not_applicable += 1
            self.found.exact += 1
            self.found.adjacent += 1
        elif "na" not in steps:
            first, second = (int(step) for step in steps if step is not None)
            self.found.both += 1
            self.found.exact += first == second
            self.found.adjacent += abs(first - second) <= 1
            self.pairs.append((first, second))

    def result(self) -> Agreement:
        self.found.kappa_linear = _text(weighted_kappa(self.pairs, abs))
        self.found.kappa_quadratic = _text(weighted_kappa(self.pairs, lambda steps: steps**2))
        return self.found


def _step(scale: list[Decimal], rating: dict | None) -> int | str | None:
    """The place on the scale, "na", or None for no answer."""
    if rating is None:
        return None
    if rating["na"]:
        return "na"
    if rating["points"] is None:
        return None
    level = rating["level"]
    if level is not None and Decimal(level) in scale:
        return scale.index(Decimal(level))
    # A kind without a scale of its own is compared by whole points.
    return int(Decimal(rating["points"]))


def weighted_kappa(pairs: Iterable[Pair], weight: Callable[[int], int]) -> Fraction | None:
    """Return kappa of pairs of steps, None where no disagreement is to be expected.

    `weight` says how much a difference of so many steps weighs.
    """
    pairs = list(pairs)
    first, second = (Counter(pair[place] for pair in pairs) for place in (0, 1))
    expected = sum(
        weight(abs(one - other)) * count * others
        for one, count in first.items()
        for other, others in second.items()
    )
    if not expected:
        return None
    observed = sum(weight(abs(one - other)) for one, other in pairs)
    return 1 - Fraction(observed * len(pairs), expected)


def _text(number: Fraction | None) -> str | None:
    if number is None:
        return None
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return exact(decimal.quantize(Decimal("0.0001"), ROUND_HALF_UP))
