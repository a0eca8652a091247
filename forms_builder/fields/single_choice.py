"""One of several choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind, checked_text
from forms_builder.fields.parts import ChoiceItemBlock, QuestionBlock, parsed_columns, sample
from forms_builder.fields.sheet_rows import extra_name, in_languages
from khmer.slugs import slug

if TYPE_CHECKING:
    from forms_builder.xlsform.row import SurveyRow

OTHER = "other"
LONGEST_OTHER = 500


class ChoicesBlock(blocks.ListBlock):
    """Choices with values that are suggested where they were left empty, and never twice."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Choices"))
        kwargs.setdefault("min_num", 2)
        super().__init__(ChoiceItemBlock(), max_num=600, **kwargs)

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
    own = ("choices", "allow_other")

    choices = ChoicesBlock()
    allow_other = blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("Something else may be written"),
        help_text=_("The choice with the value “other” gets a line to write on."),
    )


class ChoiceKind(QuestionKind):
    """What single and multiple choice share.

    Where something else may be written, the schema item has `"other": true` and a choice "other".
    An answer stays what it is without that, until something was written; then it is an object
    whose `other` is the text, beside the `value` or the `values` chosen. So codes stay codes.
    """

    def config(self, value: Any) -> dict:
        choices = []
        for choice in value["choices"]:
            columns = parsed_columns(choice.get("columns"))
            choices.append({"value": choice["value"], **({"columns": columns} if columns else {})})
        if not value.get("allow_other"):
            return {"choices": choices}
        if all(choice["value"] != OTHER for choice in choices):
            choices.append({"value": OTHER})
        return {"choices": choices, "other": True}

    def words(self, value: Any) -> dict:
        return {
            **super().words(value),
            "choices": {choice["value"]: choice["label"] for choice in value["choices"]},
        }

    xlsform_columns = ("choices",)

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        row = self.xlsform_row(item, texts, f"{self.xlsform_type} {item['code']}")
        row["choices"] = [
            {
                "name": choice["value"],
                "label": {
                    language: words.get("choices", {}).get(choice["value"], "")
                    for language, words in texts.items()
                },
                **(choice.get("columns") or {}),
            }
            for choice in item["choices"]
        ]
        if not item.get("other"):
            return [row]
        if not any(words.get("choices", {}).get(OTHER) for words in texts.values()):
            # Nobody wrote this choice, so nobody reads it back.
            row["choices"][-1] |= {
                "label": in_languages(texts, "Other"),
                "mentoring::part_of": item["code"],
            }
        written = {
            "type": "text",
            "name": extra_name(item["code"], "other"),
            "label": in_languages(texts, "If something else: what?"),
            "relevant": f"selected(${{{item['code']}}}, '{OTHER}')",
        }
        return [row, written]

    def from_xlsform(self, row: SurveyRow) -> dict | None:
        if row.type != self.xlsform_type or not row.choices:
            return None
        # "Other" without words of its own is not a choice that somebody wrote.
        unwritten = {OTHER} if row.settings.get("allow_other") else set()
        return {
            "choices": [
                choice.as_item()
                for choice in row.choices
                if choice.value not in unwritten or choice.label.any() != OTHER
            ]
        }

    def condition_values(self, item: dict) -> list[str]:
        return [choice["value"] for choice in item["choices"]]

    def label_of(self, value: str, texts: dict) -> str:
        """Return the words of a choice."""
        fallback = gettext("Other") if value == OTHER else value
        return texts.get("choices", {}).get(value) or fallback

    def written(self, item: dict, raw: dict, chosen: str) -> str:
        """Return what was written beside "other". Raises AnswerRefused."""
        if not item.get("other") or not set(raw) <= {chosen, OTHER}:
            raise AnswerRefused(gettext("Choose from the answers of the list."))
        return checked_text(raw.get(OTHER) or "", LONGEST_OTHER)

    def options(self, item: dict, texts: dict, chosen: list[str]) -> list[dict]:
        """Return the choices as the template wants them: value, label, id, checked."""
        return [
            {
                "value": choice["value"],
                "label": self.label_of(choice["value"], texts),
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
    """Stored as the choice's value, or as {"value": "other", "other": "what was written"}."""

    name = "single_choice"
    order = 20
    block_class = SingleChoiceBlock
    xlsform_type = "select_one"

    def typed(self, item: dict, value: Any) -> str:
        return value["value"] if isinstance(value, dict) else value

    def chosen(self, value: Any) -> list[str]:
        return [value["value"] if isinstance(value, dict) else value]

    def read_post(self, item: dict, data: QueryDict) -> str | dict | None:
        chosen = super().read_post(item, data)
        other = data.get(f"{item['code']}__other", "").strip()
        return {"value": chosen, "other": other} if other and chosen == OTHER else chosen

    def check(self, item: dict, raw: Any) -> str | dict:
        chosen = raw.get("value") if isinstance(raw, dict) else raw
        if not isinstance(chosen, str) or chosen not in self.condition_values(item):
            raise AnswerRefused(gettext("Choose one of the answers."))
        other = self.written(item, raw, "value") if isinstance(raw, dict) else ""
        return {"value": OTHER, "other": other} if other and chosen == OTHER else chosen

    def export(self, item: dict, value: Any, texts: dict) -> str:
        if isinstance(value, dict):
            return f"{self.label_of(OTHER, texts)}: {value['other']}"
        return self.label_of(value, texts)

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        given = answer if isinstance(answer, dict) else {"value": answer}
        chosen, other = given.get("value"), given.get("other")
        return {
            "options": self.options(item, texts, [chosen] if isinstance(chosen, str) else []),
            "other": other if isinstance(other, str) else "",
        }
