"""Any of several choices."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import quoted
from forms_builder.fields.parts import sample
from forms_builder.fields.single_choice import ChoiceKind, ChoiceQuestionBlock


class MultipleChoiceBlock(ChoiceQuestionBlock):
    class Meta:
        label = _("Multiple choice")
        icon = "list-ul"
        description = _("Any number of several choices.")
        preview_value = sample(
            label="សម្ភារដែលបានប្រើ",
            help="អាចជ្រើសរើសបានច្រើន។",
            choices=[
                {"label": "សៀវភៅសិក្សាគោល", "value": "textbook"},
                {"label": "ក្តារខៀន", "value": "board"},
            ],
            required=False,
        )


class MultipleChoice(ChoiceKind):
    """Stored as a list of values, each once, in the order of the form."""

    name = "multiple_choice"
    order = 30
    block_class = MultipleChoiceBlock
    xlsform_type = "select_multiple"
    shape = "many"

    def read_post(self, item: dict, data: QueryDict) -> list[str] | None:
        return [value for value in data.getlist(item["code"]) if value] or None

    def check(self, item: dict, raw: Any) -> list[str]:
        known = self.condition_values(item)
        if (
            not isinstance(raw, list)
            or len(raw) > len(known)
            or not all(isinstance(value, str) and value in known for value in raw)
        ):
            raise AnswerRefused(gettext("Choose from the answers of the list."))
        return [value for value in known if value in raw]

    def condition(self, subject: str, operator: str, value: str) -> str:
        if operator not in ("IS", "IS_NOT"):
            return super().condition(subject, operator, value)
        chosen = f"selected({subject}, {quoted(value)})"
        return chosen if operator == "IS" else f"not({chosen})"

    def export(self, item: dict, value: Any, texts: dict) -> str:
        labels = texts.get("choices", {})
        return ", ".join(labels.get(one) or one for one in value)

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        chosen = answer if isinstance(answer, list) else []
        return {"options": self.options(item, texts, chosen)}
