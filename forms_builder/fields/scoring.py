"""The blocks by which a question is scored: the domain that its points go to, and their weight."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from forms_builder.exact import exact
from forms_builder.fields.base import Points
from forms_builder.fields.inputs import DecimalBlock

# What stands for a level where none applies.
NOT_APPLICABLE = "na"


def domain_block() -> SnippetChooserBlock:
    return SnippetChooserBlock(
        "forms_builder.Domain",
        required=False,
        label=_("Domain"),
        help_text=_("Points are added up by domain."),
    )


def weight_block(default: int = 1) -> DecimalBlock:
    return DecimalBlock(
        default=Decimal(default),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        max_digits=10,
        decimal_places=4,
        label=_("Weight"),
        help_text=_("How much the points count. With 0 they do not count."),
    )


def scoring_config(value: Any, default: int = 1) -> dict[str, str | None]:
    """Return weight (an exact decimal) and domain (its code) as they stand in a schema item."""
    weight = Decimal(default) if value["weight"] is None else value["weight"]
    return {
        "weight": exact(weight),
        "domain": value["domain"].code if value["domain"] else None,
    }


def reverse_block() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("The lowest level is the best"),
        help_text=_("Points are turned round: the lowest level gives the most."),
    )


def unscored_block() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("Not scored"),
        help_text=_("The level is noted, but stands outside all points."),
    )


def scoring_options(value: Any) -> dict[str, bool]:
    """Return `reverse` and `unscored` where they are chosen; a schema is silent about the rest."""
    return {name: True for name in ("reverse", "unscored") if value.get(name)}


def level_points(item: dict, level: int | None) -> Points | None:
    """Return the points of a level (None: not answered or not applicable); None if unscored.

    A reversed criterion gives highest + lowest - level, so that it is out of as much as any.
    """
    if item.get("unscored"):
        return None
    numbers = [one["value"] for one in item["levels"]]
    highest = max(numbers)
    points = level
    if level is not None and item.get("reverse"):
        points = highest + min(numbers) - level
    return _weighed(item["weight"], highest, points, level)


def level_formulas(item: dict) -> tuple[str, str] | None:
    """Return `level_points` as expressions about the level: points, and what they are out of."""
    numbers = [one["value"] for one in item["levels"]]
    whole = level_points(item, max(numbers))
    if whole is None:
        return None
    level = f"${{{item['code']}}}"
    unrated = f"{level} = '' or {level} = '{NOT_APPLICABLE}'"
    turned = f"({max(numbers) + min(numbers)} - {level})" if item.get("reverse") else level
    return f"if({unrated}, 0, {item['weight']} * {turned})", f"if({unrated}, 0, {whole.out_of})"


@lru_cache(maxsize=1_000)  # forms have few scales and weights, and many criteria
def _weighed(weight: str, highest: int, points: int | None, level: int | None) -> Points | None:
    factor = Decimal(weight)
    if not factor:
        return None
    reached = None if points is None else exact(points * factor)
    return Points(reached, exact(highest * factor), level, weight)
