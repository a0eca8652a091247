"""The levels of a rubric criterion or a shared scale, as the editor asks for them."""

from __future__ import annotations

import contextlib
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue

from forms_builder.fields.inputs import IntegerBlock, LineBlock, LinesBlock


class LevelBlock(blocks.StructBlock):
    value = IntegerBlock(min_value=0, max_value=100, label=_("Points"))
    label = LineBlock(label=_("Level"), max_length=120)
    descriptor = LinesBlock(label=_("Descriptor"), help_text=_("What is seen at this level."))
    example = LinesBlock(label=_("Example"))

    class Meta:
        label_format = "{value} {label}"


# Four levels to begin with. The words name a step on the way, never a verdict on a person.
_USUAL_LEVELS = ("កំពុងចាប់ផ្តើម", "កំពុងរីកចម្រើន", "រឹងមាំ", "ជាគំរូល្អ")


def usual_levels() -> list[dict]:
    """The scale that a new rubric criterion starts with."""
    return [
        {"value": value, "label": label, "descriptor": "", "example": ""}
        for value, label in enumerate(_USUAL_LEVELS, start=1)
    ]


class LevelsBlock(blocks.ListBlock):
    """Levels from the lowest to the highest, each value once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            LevelBlock(), min_num=2, max_num=20, collapsed=True, default=usual_levels(), **kwargs
        )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        numbers = [child["value"] for child in value if child["value"] is not None]
        if len(set(numbers)) != len(numbers):
            raise ListBlockValidationError(
                non_block_errors=[
                    ValidationError(gettext("Two levels have the same points. Change one of them."))
                ]
            )
        return value

    def whole(self, value: Any) -> ListValue:
        """Return those levels of `value` that could be saved."""
        kept = []
        for child in value.bound_blocks:
            with contextlib.suppress(ValidationError):
                level = self.child_block.clean(child.value)
                kept.append(ListValue.ListChild(self.child_block, level, id=child.id))
        return ListValue(self, bound_blocks=kept)
