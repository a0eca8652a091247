"""Choices put in order, the first one first."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import quoted
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.single_choice import ChoiceKind, ChoicesBlock
from khmer.digits import to_ascii, written

_LONGEST_RANK = 10


class RankedChoiceBlock(QuestionBlock):
    own = ("choices", "rank_all")

    choices = ChoicesBlock()
    rank_all = blocks.BooleanBlock(
        required=False, default=True, label=_("All choices must be put in order")
    )

    class Meta:
        label = _("Ranking")
        icon = "list-ol"
        description = _("Choices put in order, by buttons.")
        preview_value = sample(
            label="តើអ្វីសំខាន់ជាងគេ?",
            choices=[
                {"label": "ការអាន", "value": "reading"},
                {"label": "ការសរសេរ", "value": "writing"},
                {"label": "ការគណនា", "value": "counting"},
            ],
            rank_all=True,
        )


class RankedChoice(ChoiceKind):
    """Stored as a list of values, the first one first.

    Without scripts each choice has a list of places to choose from.
    """

    name = "ranked_choice"
    order = 35
    block_class = RankedChoiceBlock
    xlsform_type = "rank"
    shape = "ranked"

    def config(self, value: Any) -> dict:
        return {**super().config(value), "rank_all": bool(value["rank_all"])}

    def condition(self, subject: str, operator: str, value: str) -> str:
        if operator not in ("IS", "IS_NOT"):
            return super().condition(subject, operator, value)
        chosen = f"selected({subject}, {quoted(value)})"
        return chosen if operator == "IS" else f"not({chosen})"

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        places = {
            value: data.get(f"{item['code']}__{value}", "").strip()
            for value in self.condition_values(item)
        }
        return {value: place for value, place in places.items() if place} or None

    def check(self, item: dict, raw: Any) -> list[str]:
        known = self.condition_values(item)
        ranked = self._in_order(raw) if isinstance(raw, dict) else raw
        if (
            not isinstance(ranked, list)
            or len(ranked) > len(known)
            or not all(isinstance(value, str) and value in known for value in ranked)
            or len(set(ranked)) != len(ranked)
        ):
            raise AnswerRefused(gettext("Put the answers of the list in order, each once."))
        if item["rank_all"] and len(ranked) < len(known):
            raise AnswerRefused(gettext("Give every answer a place."))
        return list(ranked)

    def _in_order(self, raw: dict) -> list[Any]:
        places: dict[int, Any] = {}
        for value, place in raw.items():
            text = to_ascii(str(place)[:_LONGEST_RANK]).strip()
            if not (text.isascii() and text.isdigit()):
                raise AnswerRefused(gettext("Give every answer a place, for example 1."))
            if int(text) in places:
                raise AnswerRefused(gettext("Two answers have the same place. Change one of them."))
            places[int(text)] = value
        return [places[place] for place in sorted(places)]

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return ", ".join(
            f"{written(place)}. {self.label_of(one, texts)}"
            for place, one in enumerate(value, start=1)
        )

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        places: dict[Any, str] = {}
        if isinstance(answer, list):
            places = {str(value): str(place) for place, value in enumerate(answer, start=1)}
        elif isinstance(answer, dict):
            places = {
                value: to_ascii(str(place)[:_LONGEST_RANK]) for value, place in answer.items()
            }
        options = self.options(item, texts, [])
        numbers = [str(number) for number in range(1, len(options) + 1)]
        for option in options:
            option["places"] = [
                {
                    "value": number,
                    "label": written(number),
                    "selected": places.get(option["value"]) == number,
                }
                for number in numbers
            ]
        return {"options": options}
