"""What a form's points mean, as content: score formulas, and bands with names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from forms_builder.fields.inputs import CodeBlock, DecimalBlock, LineBlock, LinesBlock
from forms_builder.fields.rules import ExpressionBlock, SameChoiceBlock

SCORE, BANDS = "score", "bands"


class Tone(TextChoices):
    """The colour of a band, which always goes with its name and a sign of its own."""

    GREEN = "GREEN", _("green")
    BLUE = "BLUE", _("blue")
    YELLOW = "YELLOW", _("yellow")
    RED = "RED", _("red")


class ScoreBlock(blocks.StructBlock):
    """A score of its own, worked out from points and answers."""

    label = LineBlock(max_length=120, label=_("Name of the score"))
    expression = ExpressionBlock(
        required=True,
        label=_("Points"),
        help_text=_(
            "An expression with domain_points('code'), form_points() and answers such as "
            "${students}."
        ),
    )
    out_of = ExpressionBlock(
        required=True,
        label=_("Out of"),
        help_text=_("A number, or an expression with domain_out_of('code') and form_out_of()."),
    )
    code = CodeBlock(required=True, label=_("Code"))

    class Meta:
        label = _("Score")
        icon = "plus-inverse"
        label_format = "{label}: {expression}"


class BandBlock(blocks.StructBlock):
    start = DecimalBlock(
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        label=_("From percent"),
        help_text=_("Up to where the next one starts."),
    )
    name = LineBlock(max_length=120, label=_("Name"))
    tone = SameChoiceBlock(choices=Tone.choices, default=Tone.BLUE, label=_("Colour"))
    text = LinesBlock(
        max_length=500, label=_("Text"), help_text=_("What it means, and what comes next.")
    )

    class Meta:
        label_format = "{start} % {name}"


class BandListBlock(blocks.ListBlock):
    """Bands without a gap: each reaches up to the next, and the lowest begins at 0."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(BandBlock(), min_num=2, max_num=10, **kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        starts = [child["start"] for child in value if child["start"] is not None]
        if 0 not in starts:
            message = gettext("Let the lowest one start at 0 percent.")
        elif len(set(starts)) != len(starts):
            message = gettext("Two of them start at the same percent. Change one.")
        else:
            return value
        raise ListBlockValidationError(non_block_errors=[ValidationError(message)])


class BandsBlock(blocks.StructBlock):
    """The bands of the form's points, of one domain's, or of a score's."""

    domain = SnippetChooserBlock(
        "forms_builder.Domain",
        required=False,
        label=_("Domain"),
        help_text=_("Empty: all points of the form."),
    )
    score = CodeBlock(
        label=_("Code of a score"), help_text=_("For a score from above, in place of a domain.")
    )
    bands = BandListBlock(label=_("Bands"))

    class Meta:
        label = _("Bands")
        icon = "list-ol"
        label_format = "{domain} {score}"


class ScoringBlock(blocks.StreamBlock):
    score = ScoreBlock()
    bands = BandsBlock()

    class Meta:
        collapsed = True
