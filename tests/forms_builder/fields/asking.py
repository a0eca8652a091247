"""One question alone: compiled, answered, rendered."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from forms_builder.answers import answers_from_post, check_answers
from forms_builder.logic.outline import items_of
from forms_builder.rendering import render_question
from forms_builder.scores import score
from tests.forms_builder.samples import NOW, one_question


class Question:
    """The question of a form with nothing else in it."""

    def __init__(self, block: dict) -> None:
        self.schema, self.texts = one_question(block)
        self.item = next(items_of(self.schema))
        self.words = self.texts["items"][self.item["id"]]

    def check(self, raw: Any) -> Any:
        """The stored value; the test fails if the answer is refused."""
        values, errors, _state = check_answers(self.schema, {"it": raw}, texts=self.texts, now=NOW)
        assert errors == {}
        return values.get(self.item["id"])

    def refusal(self, raw: Any) -> str:
        """The message; the test fails if the answer is accepted."""
        values, errors, _state = check_answers(self.schema, {"it": raw}, texts=self.texts, now=NOW)
        assert values == {}
        assert list(errors) == ["it"], errors
        return errors["it"][0]

    def post(self, query: str) -> Any:
        return answers_from_post(self.schema, QueryDict(query)).get("it")

    def score(self, value: Any) -> dict:
        return score(self.schema, {self.item["id"]: value}, now=NOW)

    def html(self, answer: Any = None, errors: list[str] | None = None) -> str:
        return render_question(self.item, self.words, answer, errors)
