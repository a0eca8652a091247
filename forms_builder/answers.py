"""Reading and checking answers: the only validation, for pages, phones, API and imports."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from forms_builder.conditions import is_asked
from forms_builder.errors import AnswerRefused
from forms_builder.fields import registry
from forms_builder.schema import items_of

_NAMEABLE = re.compile("[A-Za-z0-9_-]{1,64}")
_MOST_UNKNOWN_NAMED = 20


class CheckedAnswers(NamedTuple):
    """`values` by block id, ready to store; `errors` by question code, "" for the whole."""

    values: dict[str, Any]
    errors: dict[str, list[str]]


def check_answers(schema: dict, answers: Any, *, texts: dict) -> CheckedAnswers:
    """Check answers by question code against a version's schema. Raises nothing.

    `answers` may be any JSON value. `texts` are the version's words, for messages that name a
    question. Empty answers are left out. An answer to a question that is not asked is an error,
    so that nothing typed is thrown away unseen.
    """
    errors: dict[str, list[str]] = {}
    if not isinstance(answers, dict):
        return CheckedAnswers({}, {"": [_("Send the answers as an object by question code.")]})
    values: dict[str, Any] = {}
    questions: dict[str, dict] = {}
    for item in items_of(schema):
        kind = registry.get(item["kind"])
        if not kind.answerable:
            continue
        code, raw = item["code"], answers.get(item["code"])
        empty = kind.is_empty(raw)
        other = (item.get("shown_if") or {}).get("question", "")
        # Not known before the other answer is corrected: None.
        asked = None if other in errors else is_asked(item, questions, values)
        questions[code] = item
        if empty:
            if asked and item["required"]:
                errors[code] = [_("Answer this question.")]
        elif asked is False:
            errors[code] = [_not_asked(other, questions, texts)]
        else:
            try:
                values[item["id"]] = kind.check(item, raw)
            except AnswerRefused as refused:
                errors[code] = [str(refused)]
    for code in sorted((str(key) for key in answers if key not in questions), key=len)[
        :_MOST_UNKNOWN_NAMED
    ]:
        # What is no code is not repeated: it may be long or impossible to write out.
        key = code if _NAMEABLE.fullmatch(code) else ""
        errors[key] = [_("The form has no such question. Leave this answer out.")]
    return CheckedAnswers(values, errors)


def _not_asked(code: str, questions: dict[str, dict], texts: dict) -> str:
    other = questions.get(code, {}).get("id")
    label = texts.get("items", {}).get(other, {}).get("label") or code
    return _(
        "This question is not asked after the answer to “%(question)s”. "
        "Delete this answer or change that one."
    ) % {"question": label}


def answers_from_post(schema: dict, data: QueryDict) -> dict[str, Any]:
    """Return what was typed in an HTML form, by question code, as it was typed.

    The result goes to `check_answers`, and back to the page if that finds errors.
    """
    answers = {}
    for item in items_of(schema):
        kind = registry.get(item["kind"])
        if kind.answerable and (raw := kind.read_post(item, data)) is not None:
            answers[item["code"]] = raw
    return answers


def answers_by_code(schema: dict, values: dict[str, Any]) -> dict[str, Any]:
    """Return stored values (by block id) under the question codes that the world outside uses."""
    return {item["code"]: values[item["id"]] for item in items_of(schema) if item["id"] in values}
