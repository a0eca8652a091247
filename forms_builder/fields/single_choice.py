"""One of several choices."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.parts import ChoiceItemBlock, QuestionBlock, sample
from khmer.slugs import slug


class ChoicesBlock(blocks.ListBlock):
    """Choices with values that are suggested where they were left empty, and never twice."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Choices"))
        super().__init__(ChoiceItemBlock(), min_num=2, max_num=600, **kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        taken = {child["value"] for child in value if child["value"]}
        for child in value:
            if not child["value"] and child["label"]:
                child["value"] = _free_value(slug(child["label"], 40).replace("-", "_"), taken)
                taken.add(child["value"])
        values = [child["value"] for child in value if child["value"]]
        for one in values:
            if values.count(one) > 1:
                raise ListBlockValidationError(
                    non_block_errors=[
                        ValidationError(
                            gettext("Two choices have the value “%(value)s”. Change one of them.")
                            % {"value": one}
                        )
                    ]
                )
        return value


def _free_value(wish: str, taken: set[str]) -> str:
    """Return `wish`, numbered if it is taken."""
    number, value = 1, wish
    while value in taken:
        number += 1
        value = f"{wish}_{number}"
    return value


class ChoiceQuestionBlock(QuestionBlock):
    own = ("choices",)

    choices = ChoicesBlock()


class ChoiceKind(QuestionKind):
    """What single and multiple choice share."""

    def config(self, value: Any) -> dict:
        return {"choices": [{"value": choice["value"]} for choice in value["choices"]]}

    def words(self, value: Any) -> dict:
        return {
            **super().words(value),
            "choices": {choice["value"]: choice["label"] for choice in value["choices"]},
        }

    def condition_values(self, item: dict) -> list[str]:
        return [choice["value"] for choice in item["choices"]]

    def options(self, item: dict, texts: dict, chosen: list[str]) -> list[dict]:
        """Return the choices as the template wants them: value, label, id, checked."""
        labels = texts.get("choices", {})
        return [
            {
                "value": choice["value"],
                "label": labels.get(choice["value"]) or choice["value"],
                "id": f"id_{item['code']}" + (f"__{number}" if number else ""),
                "checked": choice["value"] in chosen,
            }
            for number, choice in enumerate(item["choices"])
        ]


class SingleChoiceBlock(ChoiceQuestionBlock):
    class Meta:
        label = _("Single choice")
        icon = "radio-full"
        description = _("One of several choices.")
        preview_value = sample(
            label="មុខវិជ្ជា",
            choices=[
                {"label": "ភាសាខ្មែរ", "value": "khmer"},
                {"label": "គណិតវិទ្យា", "value": "mathematics"},
            ],
        )


class SingleChoice(ChoiceKind):
    """Stored as the choice's value."""

    name = "single_choice"
    order = 20
    block_class = SingleChoiceBlock
    xlsform_type = "select_one"

    def check(self, item: dict, raw: Any) -> str:
        if isinstance(raw, str) and raw in self.condition_values(item):
            return raw
        raise AnswerRefused(gettext("Choose one of the answers."))

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return texts.get("choices", {}).get(value) or value

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        chosen = [answer] if isinstance(answer, str) else []
        return {"options": self.options(item, texts, chosen)}
