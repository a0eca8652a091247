"""The small blocks that question kinds are put together from: Khmer text, codes, numbers."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from khmer import formfields
from khmer.slugs import slug

# Two underscores in a row part a question's code from the name of a part of it in HTML forms.
_CODE = re.compile("[a-z](?:_?[a-z0-9])*")
_VALUE = re.compile("[a-z0-9](?:_?[a-z0-9])*")


class LineBlock(blocks.CharBlock):
    """One line of Khmer or English, translated."""

    def __init__(self, required: bool = True, max_length: int = 500, **kwargs: Any) -> None:
        help_text = kwargs.pop("help_text", None)
        kwargs.setdefault("default", "")
        super().__init__(required=required, max_length=max_length, **kwargs)
        self.field = formfields.CharField(
            required=required, max_length=max_length, help_text=help_text, lang=None
        )


class LinesBlock(blocks.TextBlock):
    """Several lines of Khmer or English, translated."""

    def __init__(self, required: bool = False, max_length: int = 5_000, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(required=required, max_length=max_length, **kwargs)

    @cached_property
    def field(self):
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        return formfields.CharField(
            multiline=True,
            lang=None,
            widget=AdminAutoHeightTextInput(attrs={"rows": self.rows}),
            **{key: value for key, value in self.field_options.items() if key != "min_length"},
        )


class SameInEveryLanguage:
    """Keeps wagtail-localize from offering a block's value for translation."""

    def get_translatable_segments(self, value: Any) -> list:
        return []

    def restore_translated_segments(self, value: Any, segments: list) -> Any:
        return value


class CodeBlock(SameInEveryLanguage, blocks.CharBlock):
    """A name for machines: lower-case Latin letters, digits and underscores, a letter first.

    What is typed in other letters is transcribed, so that nobody must know the rule.
    """

    pattern = _CODE
    refusal = _("Use Latin letters, digits and underscores, with a letter first.")

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(required=required, max_length=64, search_index=False, **kwargs)

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        if value and not self.pattern.fullmatch(value):
            value = slug(value, 64).replace("-", "_")
        if value and not self.pattern.fullmatch(value):
            raise ValidationError(self.refusal)
        return value


class ValueBlock(CodeBlock):
    """The value of a choice: like a code, but may begin with a digit."""

    pattern = _VALUE
    refusal = _("Use Latin letters, digits and underscores.")


class IntegerBlock(blocks.FieldBlock):
    """A whole number, typed in Khmer or ASCII digits."""

    def __init__(
        self,
        required: bool = True,
        min_value: int | None = None,
        max_value: int | None = None,
        help_text: Any = None,
        **kwargs: Any,
    ) -> None:
        self.field = formfields.IntegerField(
            required=required, min_value=min_value, max_value=max_value, help_text=help_text
        )
        super().__init__(**kwargs)


class DecimalBlock(blocks.DecimalBlock):
    """An exact number, typed in Khmer or ASCII digits."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        block_kwargs = {key: kwargs.pop(key) for key in ("default", "label") if key in kwargs}
        super().__init__(required=required, **block_kwargs)
        self.field = formfields.DecimalField(required=required, **kwargs)
