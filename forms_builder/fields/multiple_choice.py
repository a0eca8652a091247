"""Any of several choices."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import quoted
from forms_builder.fields.parts import sample
from forms_builder.fields.single_choice import OTHER, ChoiceKind, ChoiceQuestionBlock


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
    """Stored as a list of values, each once, in the order of the form.

    With something written: {"values": […, "other"], "other": "what was written"}.
    """

    name = "multiple_choice"
    order = 30
    block_class = MultipleChoiceBlock
    xlsform_type = "select_multiple"
    shape = "many"

    def typed(self, item: dict, value: Any) -> str:
        return " ".join(self.chosen(value))

    def chosen(self, value: Any) -> list[str]:
        return value["values"] if isinstance(value, dict) else value

    def read_post(self, item: dict, data: QueryDict) -> list[str] | dict | None:
        values = [value for value in data.getlist(item["code"]) if value]
        other = data.get(f"{item['code']}__other", "").strip()
        if other and OTHER in values:
            return {"values": values, "other": other}
        return values or None

    def check(self, item: dict, raw: Any) -> list[str] | dict:
        known = self.condition_values(item)
        given = raw.get("values") if isinstance(raw, dict) else raw
        if (
            not isinstance(given, list)
            or len(given) > len(known)
            or not all(isinstance(value, str) and value in known for value in given)
        ):
            raise AnswerRefused(gettext("Choose from the answers of the list."))
        values = [value for value in known if value in given]
        other = self.written(item, raw, "values") if isinstance(raw, dict) else ""
        return {"values": values, "other": other} if other and OTHER in values else values

    def condition(self, subject: str, operator: str, value: str) -> str:
        if operator not in ("IS", "IS_NOT"):
            return super().condition(subject, operator, value)
        chosen = f"selected({subject}, {quoted(value)})"
        return chosen if operator == "IS" else f"not({chosen})"

    def export(self, item: dict, value: Any, texts: dict) -> str:
        words = [self.label_of(one, texts) for one in self.chosen(value)]
        if isinstance(value, dict):
            place = value["values"].index(OTHER)
            words[place] = f"{words[place]}: {value['other']}"
        return ", ".join(words)

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        given = answer if isinstance(answer, dict) else {"values": answer}
        chosen, other = given.get("values"), given.get("other")
        return {
            "options": self.options(item, texts, chosen if isinstance(chosen, list) else []),
            "other": other if isinstance(other, str) else "",
        }
