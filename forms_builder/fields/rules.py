"""What a form's author rules about a question: when it is asked, what an answer must fulfil."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from forms_builder.fields.inputs import CodeBlock, LinesBlock, SameInEveryLanguage

LONGEST_EXPRESSION = 4_000


class Effect(TextChoices):
    """What a rule decides. The names of the schema's `logic` are these in lower case."""

    RELEVANT = "RELEVANT", _("Ask only if")
    REQUIRED = "REQUIRED", _("An answer is required if")
    READ_ONLY = "READ_ONLY", _("Only show, do not ask, if")
    CONSTRAINT = "CONSTRAINT", _("The answer must fulfil")
    WARNING = "WARNING", _("Warn unless")
    DEFAULT = "DEFAULT", _("Begin with")
    CALCULATION = "CALCULATION", _("Work out as")
    CHOICE_FILTER = "CHOICE_FILTER", _("Offer a choice only if")


# Effects whose result is a value, not yes or no.
VALUES = {Effect.DEFAULT, Effect.CALCULATION}


class Join(TextChoices):
    """How a rule goes together with the one of the same effect before it."""

    AND = "AND", _("and")
    OR = "OR", _("or")


class Operator(TextChoices):
    """How a rule compares. Hidden and empty answers count as no answer."""

    IS = "IS", _("is")
    IS_NOT = "IS_NOT", _("is not")
    ANSWERED = "ANSWERED", _("has an answer")
    NOT_ANSWERED = "NOT_ANSWERED", _("has no answer")
    MORE = "MORE", _("is more than")
    LESS = "LESS", _("is less than")
    AT_LEAST = "AT_LEAST", _("is at least")
    AT_MOST = "AT_MOST", _("is at most")


WITHOUT_VALUE = {Operator.ANSWERED, Operator.NOT_ANSWERED}


class PlainBlock(SameInEveryLanguage, blocks.CharBlock):
    """A text that is no word of a person: a value to compare with, an expression."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(required=required, search_index=False, **kwargs)


class ExpressionBlock(SameInEveryLanguage, blocks.TextBlock):
    """An expression as XLSForm writes it."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(
            required=required, rows=2, max_length=LONGEST_EXPRESSION, search_index=False, **kwargs
        )


class SameChoiceBlock(SameInEveryLanguage, blocks.ChoiceBlock):
    """A choice that is the form's, not a language's."""


class RuleBlock(blocks.StructBlock):
    """One rule: by a question, an operator and a value, or by an expression."""

    effect = SameChoiceBlock(choices=Effect.choices, default=Effect.RELEVANT, label=_("Rule"))
    join = SameChoiceBlock(
        choices=Join.choices,
        default=Join.AND,
        label=_("Together with the rule before"),
        help_text=_("Where two rules of the same kind follow each other."),
    )
    question = CodeBlock(
        label=_("Code of the question"),
        help_text=_("The question that it depends on. Empty: the answer to this question."),
    )
    operator = SameChoiceBlock(choices=Operator.choices, default=Operator.IS, label=_("Comparison"))
    value = PlainBlock(
        max_length=200,
        label=_("Value"),
        help_text=_("The value of a choice, the number of a level, a number or a date."),
    )
    expression = ExpressionBlock(
        label=_("Expression"),
        help_text=_("Instead of question, comparison and value: as in XLSForm, ${code} = 'yes'."),
    )
    message = LinesBlock(
        max_length=500,
        label=_("Message"),
        help_text=_("What the observer reads when an answer does not fulfil the rule."),
    )

    class Meta:
        label_format = "{effect} {question} {operator} {value} {expression}"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["effect"] in VALUES and not value["expression"]:
            raise StructBlockValidationError(
                {"expression": ValidationError(gettext("Write what the value is worked out from."))}
            )
        return value


class RulesBlock(blocks.ListBlock):
    """All rules of one question."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Rules"))
        kwargs.setdefault(
            "help_text",
            _("When the question is asked, what its answer must fulfil, how it is worked out."),
        )
        super().__init__(RuleBlock(), default=[], collapsed=True, max_num=20, **kwargs)
