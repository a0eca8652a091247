"""Why a text is not an expression of ours, in words that say what to write instead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forms_builder.expressions.errors import ExpressionRefused
from forms_builder.expressions.functions import FUNCTIONS
from khmer.digits import written


def too_long(most: int) -> ExpressionRefused:
    return ExpressionRefused(
        _("The expression is longer than %(most)s characters. Split it into calculated values.")
        % {"most": written(most)}
    )


def too_big() -> ExpressionRefused:
    return ExpressionRefused(
        _("The expression is nested too deeply or too long. Split it into calculated values.")
    )


def unreadable(text: str, at: int) -> ExpressionRefused:
    """`at`: where reading stopped; the length of the text where its end is missing."""
    if at >= len(text.rstrip()):
        return ExpressionRefused(
            _("The expression is not complete. Add what is missing at its end: a value or “)”.")
        )
    return ExpressionRefused(
        _(
            "The expression cannot be read from “%(part)s” on. Check the operator, comma, bracket "
            "or quote before it."
        )
        % {"part": text[at : at + 30]}
    )


def open_quote(text: str) -> ExpressionRefused:
    return ExpressionRefused(
        _("The quote before “%(part)s” is not closed. Put the same quote at the end of the text.")
        % {"part": text[1:31]}
    )


def curly_quote(sign: str) -> ExpressionRefused:
    return ExpressionRefused(
        _("“%(sign)s” is no quote of an expression. Write ' or \" around the text.")
        % {"sign": sign}
    )


def no_code(code: str) -> ExpressionRefused:
    return ExpressionRefused(
        _("“${%(code)s}” names no question. Write the code of a question, as in ${q1}.")
        % {"code": code[:64]}
    )


def code_in_text(text: str) -> ExpressionRefused:
    return ExpressionRefused(
        _(
            "“%(text)s” has an answer inside quotes. Join text and answer with “concat”, as in "
            "concat('text ', ${q1})."
        )
        % {"text": text[:80]}
    )


def bare_name(name: str) -> ExpressionRefused:
    return ExpressionRefused(
        _("“%(name)s” stands alone. Write '%(name)s' for a text or ${%(name)s} for an answer.")
        % {"name": name[:64]}
    )


def outside(part: str) -> ExpressionRefused:
    return ExpressionRefused(
        _(
            "“%(part)s” cannot be used here. Write ${code} for an answer, . for the question "
            "itself, and instance('list')/root/item[condition]/column for a list."
        )
        % {"part": part}
    )


def list_in_condition() -> ExpressionRefused:
    return ExpressionRefused(
        _(
            "A condition between [ and ] or of a choice cannot look into a list itself. Look that "
            "up in a calculated value and write its ${code} here."
        )
    )


def unknown_function(name: str) -> ExpressionRefused:
    return ExpressionRefused(
        _("The function “%(name)s” cannot be used in a form. These can: %(functions)s.")
        % {"name": name[:64], "functions": ", ".join(sorted([*FUNCTIONS, "instance"]))}
    )


def wrong_count(name: str, least: int, most: int | None) -> ExpressionRefused:
    if least == most:
        text = _("The function “%(name)s” takes %(least)s values in its brackets. Correct them.")
    elif most is None:
        text = _("The function “%(name)s” takes at least %(least)s values in its brackets.")
    else:
        text = _("The function “%(name)s” takes %(least)s to %(most)s values in its brackets.")
    return ExpressionRefused(text % {"name": name, "least": written(least), "most": written(most)})


def not_quoted(name: str) -> ExpressionRefused:
    return ExpressionRefused(
        _(
            "In “%(name)s”, write pattern, format and names of lists and columns in quotes, not "
            "as an answer or calculation."
        )
        % {"name": name}
    )


def wrong_format(letter: str, letters: str) -> ExpressionRefused:
    return ExpressionRefused(
        _(
            "“%(letter)s” cannot be used in the format of a date, since it is not written the same "
            "on every phone. Use: %(letters)s."
        )
        % {"letter": letter, "letters": letters}
    )


def no_list(name: str) -> ExpressionRefused:
    return ExpressionRefused(
        _("“%(name)s” takes a question or list, as in %(name)s(${q1}), not a calculation.")
        % {"name": name}
    )


def wrong_places() -> ExpressionRefused:
    return ExpressionRefused(
        _("Write “indexed-repeat” as indexed-repeat(${question}, ${repeat}, number).")
    )


def wrong_choice_name() -> ExpressionRefused:
    return ExpressionRefused(_("Write “jr:choice-name” as jr:choice-name(value, '${question}')."))


def wrong_position() -> ExpressionRefused:
    return ExpressionRefused(_("Write “position” as position(..) or position(${repeat})."))


def no_condition() -> ExpressionRefused:
    return ExpressionRefused(
        _("Write a condition between [ and ], as in [name = ${q1}], not a number or value.")
    )


def wrong_power() -> ExpressionRefused:
    return ExpressionRefused(
        _("The second value of “pow” must be written as a whole number from 0 to 9.")
    )


def huge_number(text: str) -> ExpressionRefused:
    return ExpressionRefused(
        _("The number “%(number)s” is too large. Write a smaller one.") % {"number": text[:30]}
    )
