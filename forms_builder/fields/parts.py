"""The blocks that question kinds are put together from: Khmer text, machine codes, numbers."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from khmer import formfields
from khmer.slugs import slug

# Two underscores in a row part a question's code from the name of its evidence in HTML forms.
_CODE = re.compile("[a-z](?:_?[a-z0-9])*")
_VALUE = re.compile("[a-z0-9](?:_?[a-z0-9])*")


class Operator(TextChoices):
    """How a condition compares. Hidden and empty answers count as no answer."""

    IS = "IS", _("the answer is")
    IS_NOT = "IS_NOT", _("the answer is not")
    ANSWERED = "ANSWERED", _("there is an answer")


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


class ShownIfBlock(SameInEveryLanguage, blocks.StructBlock):
    """When a question is asked: an earlier question's answer is, is not, or is there at all.

    A struct inside a struct with a part called `value` is more than wagtail-localize can read.
    """

    question = CodeBlock(
        label=_("Code of an earlier question"),
        help_text=_("Leave empty to ask this question always."),
    )
    operator = blocks.ChoiceBlock(
        choices=Operator.choices, default=Operator.IS, required=False, label=_("Condition")
    )
    value = ValueBlock(
        label=_("Value"), help_text=_("The value of a choice, or the number of a level.")
    )

    class Meta:
        label = _("Ask only if")
        icon = "view"
        label_format = "{question} {operator} {value}"


class QuestionBlock(blocks.StructBlock):
    """What every question has. Kinds add their own blocks and name them in `own`."""

    own: tuple[str, ...] = ()

    label = LineBlock(label=_("Question"))
    help = LinesBlock(label=_("Help text"))
    required = blocks.BooleanBlock(required=False, default=True, label=_("An answer is required"))
    shown_if = ShownIfBlock(required=False)
    code = CodeBlock(
        label=_("Code"),
        help_text=_(
            "A short name in Latin letters for exports. Leave it empty and one is suggested. "
            "It stays the same once answers exist."
        ),
    )

    def get_form_layout(self) -> blocks.BlockGroup:
        return blocks.BlockGroup(
            children=["label", "help", *self.own, "required"], settings=["shown_if", "code"]
        )

    class Meta:
        label_format = "{label}"
        preview_template = "forms_builder/block_preview.html"
        group = _("Questions")


class ChoiceItemBlock(blocks.StructBlock):
    """One choice: words for people, a value for machines."""

    label = LineBlock(label=_("Choice"))
    value = ValueBlock(
        label=_("Value"),
        help_text=_("Latin letters for exports. Leave it empty and one is suggested."),
    )

    class Meta:
        label_format = "{label}"
