"""The blocks by which a question is scored: the domain that its points go to, and their weight."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock

from forms_builder.exact import exact
from forms_builder.fields.inputs import DecimalBlock


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
