"""The rules of a row: relevant, required, constraint … as the rules of a block."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.expressions import ExpressionRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.rules import LONGEST_EXPRESSION, Effect
from forms_builder.xlsform.formulas import Formulas, default_expression, yes_or_no
from forms_builder.xlsform.row import SurveyRow
from forms_builder.xlsform.words import MEDIA, PICTURES, Words

_Text = Callable[[Words | None, SurveyRow, str], Words]
_COLUMNS = {
    Effect.RELEVANT: "relevant",
    Effect.CONSTRAINT: "constraint",
    Effect.CALCULATION: "calculation",
    Effect.CHOICE_FILTER: "choice_filter",
}
_LONGEST_MESSAGE = 500


def rules_of(
    row: SurveyRow, kind: QuestionKind, code: str, formulas: Formulas, text: _Text
) -> tuple[bool, list[dict[str, Any]]]:
    """Return whether an answer is required, and the values of the rules of a row.

    A rule that cannot be read is left out, and the report says why.
    """
    rules: list[dict[str, Any]] = []

    def add(effect: Effect, source: str, column: str, message: Words | None = None) -> None:
        message = message or row.words.get(f"mentoring::{effect.value.lower()}_message")
        try:
            expression = formulas.read(source, code, columns=effect == Effect.CHOICE_FILTER)
        except ExpressionRefused as refused:
            row.wrong(column, f"{_('The rule was left out.')} {refused}")
            return
        if len(expression) > LONGEST_EXPRESSION:
            row.wrong(column, _("The rule was left out. It is too long."))
            return
        rules.append(
            {
                "effect": effect.value,
                "join": "AND",
                "question": "",
                "operator": "IS",
                "value": "",
                "expression": expression,
                "message": Words(
                    {key: words[:_LONGEST_MESSAGE] for key, words in (message or {}).items()}
                ),
            }
        )

    exact = _exact(row)
    for effect, column in _COLUMNS.items():
        source = row.cells.get(column, "")
        if not source or effect.value.lower() in exact:
            continue
        if effect == Effect.CALCULATION and not (kind.answerable or row.kind):
            continue
        if effect == Effect.CALCULATION and "calculation" in kind.block_class.base_blocks:
            continue
        message = None
        if effect == Effect.CONSTRAINT:
            message = text(row.words.get("constraint_message"), row, "constraint_message")
        plain = yes_or_no(source)
        if effect == Effect.RELEVANT and plain is not None:
            if not plain:
                add(effect, "false()", column)
            continue
        add(effect, source, column, message)
    required = _required(row, kind, exact, add, text)
    if kind.answerable or row.kind:
        _read_only(row, exact, add)
        _default(row, kind, exact, add, formulas, code)
    for name, source in exact.items():
        if not source:
            continue  # the column has what the kind of question asks for by itself
        add(Effect(name.upper()), source, "mentoring::logic", row.words.get(f"{name}_message"))
    _leave_out(row)
    return required, rules


def _exact(row: SurveyRow) -> dict[str, str]:
    """What stood in `mentoring::logic`: rules that XLSForm's columns cannot say."""
    try:
        found = json.loads(row.cells.get("mentoring::logic") or "{}")
    except (ValueError, RecursionError):
        found = {}
    names = {effect.value.lower() for effect in Effect}
    if not isinstance(found, dict):
        return {}
    return {key: str(source) for key, source in found.items() if key in names}


def _required(row: SurveyRow, kind: QuestionKind, exact: dict, add: Callable, text: _Text) -> bool:
    if not (kind.answerable or row.kind):
        return False
    source = row.cells.get("mentoring::required") or row.cells.get("required", "")
    plain = yes_or_no(source)
    message = text(row.words.get("required_message"), row, "required_message")
    if "required" not in exact and (plain is None or (plain and message.any())):
        # A rule is what has a message of its own.
        add(Effect.REQUIRED, "true()" if plain else source, "required", message)
    return bool(plain)


def _read_only(row: SurveyRow, exact: dict, add: Callable) -> None:
    source = row.cells.get("readonly", "")
    plain = yes_or_no(source)
    if "read_only" not in exact and plain is not False:
        add(Effect.READ_ONLY, "true()" if plain else source, "readonly")


def _default(
    row: SurveyRow,
    kind: QuestionKind,
    exact: dict,
    add: Callable,
    formulas: Formulas,
    code: str,
) -> None:
    source = row.cells.get("default", "")
    if "value" in kind.block_class.base_blocks:
        return  # the default is what the question always says
    if source and "default" not in exact and "default" not in kind.block_class.base_blocks:
        known = formulas.values.get(code, {})
        number = kind.value_type == "number" and not row.choices
        add(Effect.DEFAULT, default_expression(known.get(source, source), number=number), "default")


def _leave_out(row: SurveyRow) -> None:
    for column in (MEDIA & row.words.keys()) - (PICTURES if row.picture else set()):
        row.left_out(
            column,
            _("Questions carry no files of their own here: “%(file)s”. Add it as a note.")
            % {"file": row.words[column].any()},
        )
    if row.cells.get("trigger"):
        row.left_out(
            "trigger", _("A value is worked out anew whenever an answer changes, not only then.")
        )
    for column in ("body:accept", "bind:oc:itemgroup", "save_to", "minimum_seconds", "publishable"):
        if row.cells.get(column):
            row.left_out(column, _("This column has no meaning here."))
