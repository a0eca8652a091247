"""Named parts of one question: counters, phases, indicators, codes. And the moments they keep."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.fields.inputs import LineBlock, ValueBlock
from forms_builder.fields.single_choice import ChoicesBlock
from khmer.dates import format_time

_LONGEST_MOMENT = 40
_LONGEST_JSON = 1_000_000


class NamedPartBlock(blocks.StructBlock):
    """One part: words for people, a value for machines."""

    label = LineBlock(label=_("Words"))
    value = ValueBlock(
        label=_("Value"),
        help_text=_("Latin letters for exports. Leave it empty and one is suggested."),
    )

    class Meta:
        label_format = "{label}"


class NamedPartsBlock(ChoicesBlock):
    """Parts with values that are suggested where they were left empty, and never twice."""

    def __init__(self, child: blocks.StructBlock | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("min_num", 1)
        blocks.ListBlock.__init__(self, child or NamedPartBlock(), **kwargs)


def part_values(parts: Any) -> list[dict]:
    """Return the parts of a block's value as the schema has them."""
    return [{"value": part["value"]} for part in parts]


def part_words(parts: Any) -> dict[str, str]:
    """Return the words of parts by their values."""
    return {part["value"]: part["label"] for part in parts}


def moment(raw: Any) -> str:
    """Return an ISO moment with its offset as UTC to the second: 2026-11-23T01:30:05Z.

    Raises AnswerRefused.
    """
    try:
        if isinstance(raw, str) and len(raw) <= _LONGEST_MOMENT:
            value = datetime.datetime.fromisoformat(raw)
            if value.tzinfo and 1900 <= value.year < 2200:
                return f"{value.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError):
        pass
    raise AnswerRefused(gettext("A moment of this answer cannot be read. Begin it once more."))


def shown_moment(value: str, language: str) -> str:
    """Return the time of day of a stored moment, as people read it in Cambodia."""
    return format_time(datetime.datetime.fromisoformat(value), language)


def from_json(raw: Any) -> Any:
    """Return what stands in a hidden input as JSON; anything but text as it is.

    Raises AnswerRefused.
    """
    if not isinstance(raw, str):
        return raw
    try:
        if len(raw) <= _LONGEST_JSON:
            return json.loads(raw) if raw.strip() else None
    except (ValueError, RecursionError):
        pass
    raise AnswerRefused(gettext("This answer cannot be read. Begin it once more."))


def as_json(value: Any) -> str:
    """Return a list for a hidden input; "" for none, a text as it came."""
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":")) if value else ""
