"""Reading and checking answers: the only validation, for pages, phones, API and imports.

An answer to a question that is not asked is refused, so that nothing typed is thrown away unseen;
the phone keeps such an answer to itself. What the form works out is worked out here again, and
what was sent for it does not count.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from forms_builder.errors import AnswerRefused
from forms_builder.expressions import references
from forms_builder.fields import registry
from forms_builder.logic.outline import Branch, items_of, outline
from forms_builder.logic.paths import by_path, code_of, nested
from forms_builder.logic.state import FormState
from khmer.digits import written

_NAMEABLE = re.compile("[A-Za-z0-9_.-]{1,200}")
_MOST_UNKNOWN_NAMED = 20
_MOST_INSTANCES = 100


class CheckedAnswers(NamedTuple):
    """`values` by block id, ready to store; `errors` by question path, "" for the whole.

    `state` is the form filled with those values, None where the answers were none at all.
    """

    values: dict[str, Any]
    errors: dict[str, list[str]]
    state: FormState | None


def check_answers(
    schema: dict, answers: Any, *, texts: dict, now: datetime.datetime
) -> CheckedAnswers:
    """Check answers by question code against a version's schema. Raises nothing.

    `answers` may be any JSON value. `texts` are the version's words, for messages that name a
    question; `now` is the moment that today() and now() stand for. Empty answers are left out.
    """
    if not isinstance(answers, dict):
        return CheckedAnswers(
            {}, {"": [_("Send the answers as an object by question code.")]}, None
        )
    reading = Reading(schema)
    reading.read(answers)
    state = FormState(
        schema,
        reading.values,
        reading.counts,
        now=now,
        unknown=set(reading.errors),
        texts=texts,
    )
    errors = dict(reading.errors)
    for path, message in _Verdicts(state, reading, texts).all():
        errors.setdefault(path, [message])
    values = {}
    all_words = texts.get("items", {})
    for path, value in state.values.items():
        if state.asked.get(path):
            item = state.items[code_of(path)]
            words = all_words.get(item["id"], {})
            values[path] = registry.get(item["kind"]).completed(item, value, words)
    state.complete(values)
    return CheckedAnswers(nested(schema, values, state.counts), errors, state)


class Reading:
    """Answers as they came, each checked for itself.

    After `read(answers)`: `values` by path, `counts` of repeats, `given` paths, `errors` by path.
    """

    def __init__(self, schema: dict) -> None:
        self.schema = schema
        self.values: dict[str, Any] = {}
        self.counts: dict[str, int] = {}
        self.given: set[str] = set()
        self.errors: dict[str, list[str]] = {}
        self._unknown: list[str] = []

    def read(self, answers: dict) -> None:
        branches = [
            branch for section in self.schema["sections"] for branch in outline(section["items"])
        ]
        self._read(branches, answers, "")
        for path in sorted(self._unknown, key=len)[:_MOST_UNKNOWN_NAMED]:
            # What is no code is not repeated: it may be long or impossible to write out.
            key = path if _NAMEABLE.fullmatch(path) else ""
            self.errors[key] = [_("The form has no such question. Leave this answer out.")]

    def _read(self, branches: list[Branch], answers: dict, prefix: str) -> None:
        known: set[str] = set()
        self._read_level(branches, answers, prefix, known)
        self._unknown += [f"{prefix}{key}" for key in answers if key not in known]

    def _read_level(
        self, branches: list[Branch], answers: dict, prefix: str, known: set[str]
    ) -> None:
        for item, children in branches:
            code = item["code"]
            path, kind = f"{prefix}{code}", registry.get(item["kind"])
            if item["kind"] == "repeat":
                known.add(code)
                self._read_repeat(item, children, answers.get(code), path)
                continue
            if children:
                self._read_level(children, answers, prefix, known)
            if not kind.answerable:
                continue
            known.add(code)
            raw = answers.get(code)
            if raw is None or kind.is_empty(raw) or "calculation" in (item.get("logic") or {}):
                continue
            self.given.add(path)
            try:
                self.values[path] = kind.check(item, raw)
            except AnswerRefused as refused:
                self.errors[path] = [str(refused)]

    def _read_repeat(self, item: dict, children: list[Branch], raw: Any, path: str) -> None:
        if raw is None or raw == []:
            self.counts[path] = 0
            return
        if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
            self.errors[path] = [_("Send a list with an object of answers for each time.")]
            return
        most = min(item["maximum"], _MOST_INSTANCES)
        if len(raw) > most:
            self.errors[path] = [
                _("These questions can be answered at most %(limit)s times. Delete some.")
                % {"limit": written(most)}
            ]
            return
        self.counts[path] = len(raw)
        self.given.add(path)
        for index, instance in enumerate(raw):
            self._read(children, instance, f"{path}.{index}.")


class _Verdicts:
    """What the rules of the form say about answers that are right in themselves."""

    def __init__(self, state: FormState, reading: Reading, texts: dict) -> None:
        self.state, self.reading, self.texts = state, reading, texts

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield path and message of every answer that is missing, unasked or unfit."""
        for item in items_of(self.state.schema):
            is_repeat = item["kind"] == "repeat"
            if not is_repeat and not registry.get(item["kind"]).answerable:
                continue
            for path, prefix in self.state.paths(item):
                message = self._message(item, path, prefix, is_repeat)
                if message:
                    yield path, message
        yield from self._left_over()

    def _message(self, item: dict, path: str, prefix: str, is_repeat: bool) -> str:
        asked, given = self.state.asked[path], path in self.reading.given
        if asked is None:
            return ""
        if not asked:
            return self._not_asked(item) if given else ""
        if is_repeat:
            sent, count = self.reading.counts.get(path, 0), self.state.counts[path]
            if self.state.has_rule(item, "count") and sent > count:
                return _("Here these questions are answered %(count)s times. Delete the rest.") % {
                    "count": written(count)
                }
            return ""
        if not given:
            return self._missing(item, path, prefix)
        if "logic" not in item or path not in self.state.values:
            return ""  # no rule, or refused already
        return self._unfit(item, path, prefix)

    def _missing(self, item: dict, path: str, prefix: str) -> str:
        if path in self.state.values or self.state.has_rule(item, "calculation"):
            return ""
        required = item["required"] or (
            self.state.has_rule(item, "required") and self.state.rule(item, "required", prefix)
        )
        words = self.texts.get("items", {}).get(item["id"], {})
        return (words.get("required_message") or _("Answer this question.")) if required else ""

    def _unfit(self, item: dict, path: str, prefix: str) -> str:
        state = self.state
        if state.has_rule(item, "choice_filter"):
            chosen = registry.get(item["kind"]).chosen(state.values[path])
            if not set(chosen) <= set(state.offered(item, prefix)):
                return _("Choose from the answers that are offered now.")
        if state.has_rule(item, "constraint") and state.rule(item, "constraint", prefix) is False:
            words = self.texts.get("items", {}).get(item["id"], {})
            return words.get("constraint_message") or _(
                "This answer does not fit the form’s rule. Look at it once more."
            )
        return ""

    def _not_asked(self, item: dict) -> str:
        around = [self.state.items[code] for code in item.get("within") or ()]
        codes = {
            code
            for one in [item, *around]
            if self.state.has_rule(one, "relevant")
            for code in references(one["logic"]["relevant"])
        }
        names = "”, “".join(self._label(code) for code in self.state.items if code in codes)
        if not names:
            return _("This question is not asked here. Delete this answer.")
        return _(
            "This question is not asked after the answer to “%(question)s”. "
            "Delete this answer or change that one."
        ) % {"question": names}

    def _label(self, code: str) -> str:
        block_id = self.state.items[code]["id"]
        return self.texts.get("items", {}).get(block_id, {}).get("label") or code

    def _left_over(self) -> Iterator[tuple[str, str]]:
        """Answers in instances that a repeat does not have."""
        for path in self.reading.given - self.state.asked.keys():
            outermost, code = path.split(".", 1)[0], code_of(path)
            if self.state.asked.get(outermost) is False:
                continue  # said of the repeat as a whole
            yield path, self._not_asked(self.state.items[code])


def answers_from_post(schema: dict, data: QueryDict) -> dict[str, Any]:
    """Return what was typed in an HTML form, by question code, as it was typed.

    The result goes to `check_answers`, and back to the page if that finds errors.
    """

    def read(branches: list[Branch], prefix: str) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for item, children in branches:
            path = f"{prefix}{item['code']}"
            if item["kind"] == "repeat":
                instances = [
                    read(children, f"{path}.{index}.")
                    for index in range(_instances_in(data, f"{path}."))
                ]
                if instances:
                    answers[item["code"]] = instances
                continue
            answers |= read(children, prefix)
            kind = registry.get(item["kind"])
            if kind.answerable:
                raw = kind.read_post({**item, "code": path}, data)
                if raw is not None:
                    answers[item["code"]] = raw
        return answers

    return read(
        [branch for section in schema["sections"] for branch in outline(section["items"])], ""
    )


def _instances_in(data: QueryDict, prefix: str) -> int:
    numbers = [
        int(number)
        for key in data
        if key.startswith(prefix)
        and (number := key[len(prefix) :].split(".", 1)[0]).isascii()
        and number.isdigit()
        and len(number) < 4
    ]
    return min(max(numbers, default=-1) + 1, _MOST_INSTANCES)


def with_instance(answers: dict[str, Any], path: str) -> dict[str, Any]:
    """Return answers with one more, empty instance of the repeat at `path`, where there is one."""
    into: Any = answers
    *steps, code = path.split(".")
    for step in steps:
        if isinstance(into, list):
            place = int(step) if step.isascii() and step.isdigit() else len(into)
            into = into[place] if place < len(into) else {}
        else:
            into = into.get(step, {})
    if isinstance(into, dict) and isinstance(into.setdefault(code, [{}]), list):
        into[code].append({})
    return answers


def answers_by_code(schema: dict, values: dict[str, Any]) -> dict[str, Any]:
    """Return stored values (by block id) under the question codes that the world outside uses."""
    return nested(schema, *by_path(schema, values), name="code")
