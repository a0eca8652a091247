"""The question blocks that a content admin builds a form from."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from forms_builder.fields import registry
from forms_builder.structure import structure_errors


def question_blocks() -> list[tuple[str, blocks.Block]]:
    """Name and block of every question kind in the registry, in the order of the picker."""
    return [(kind.name, kind.block_class()) for kind in registry.all()]


class FormBodyBlock(blocks.StreamBlock):
    """A form's sections and questions in one flat stream; a section block starts a section."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or question_blocks(), **kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        # A draft may still have open ends; what is published may not.
        if not self.is_deferred_validation and (errors := structure_errors(value)):
            raise StreamBlockValidationError(
                block_errors={
                    index: StructBlockValidationError(non_block_errors=[ValidationError(message)])
                    for index, message in errors.items()
                }
            )
        return value

    class Meta:
        # A form is read and reordered as a list of its questions; one opens what one edits.
        collapsed = True
