"""A choice in steps, each narrowing the next: places, or a list of one's own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from forms_builder.errors import AnswerRefused
from forms_builder.fields import choice_tree
from forms_builder.fields.base import QuestionKind, quoted
from forms_builder.fields.choice_tree import PlaceSteps
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.rules import SameChoiceBlock
from forms_builder.fields.step_rows import step_rows

_LONGEST = 1_000


class CascadingChoiceBlock(QuestionBlock):
    own = ("list", "places", "every_step")

    list = SnippetChooserBlock(
        "forms_builder.ChoiceList",
        required=False,
        label=_("List"),
        help_text=_("Left empty: the places of Cambodia."),
    )
    places = SameChoiceBlock(
        choices=PlaceSteps.choices, default=PlaceSteps.DISTRICT, label=_("Which places")
    )
    every_step = blocks.BooleanBlock(
        required=False, default=True, label=_("Every step must be chosen")
    )

    class Meta:
        label = _("List in steps")
        icon = "list-ul"
        description = _("Choices that narrow each other, for example province, district, school.")
        preview_value: ClassVar[dict] = sample(
            label="សាលារៀននៅទីណា?", list=None, places=PlaceSteps.DISTRICT.value, every_step=True
        )


class CascadingChoice(QuestionKind):
    """Stored as the list of codes from the first step on: ["17", "1710"].

    A list of one's own stands in the schema by the hash of its content, so that a later file does
    not change what an answer meant.
    """

    name = "cascading_choice"
    order = 37
    block_class = CascadingChoiceBlock
    xlsform_type = "select_one"
    shape = "steps"

    def config(self, value: Any) -> dict:
        config: dict[str, Any] = {"every_step": bool(value["every_step"])}
        if value["list"]:
            content = value["list"].content
            steps = [step["code"] for step in content.content["steps"]]
            return {**config, "list": content.pk, "steps": steps}
        places = value["places"] or PlaceSteps.DISTRICT.value
        return {**config, "places": places, "steps": choice_tree.place_steps(places)}

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        return step_rows(item, texts) or [self.xlsform_row(item, texts, "text")]

    def condition(self, subject: str, operator: str, value: str) -> str:
        if operator not in ("IS", "IS_NOT"):
            return super().condition(subject, operator, value)
        chosen = f"selected({subject}, {quoted(value)})"
        return chosen if operator == "IS" else f"not({chosen})"

    def read_post(self, item: dict, data: QueryDict) -> list[str] | None:
        codes = [data.get(f"{item['code']}__{step}", "").strip() for step in item["steps"]]
        if not any(codes):
            codes = data.get(item["code"], "").split()
        while codes and not codes[-1]:
            codes.pop()
        return codes or None

    def check(self, item: dict, raw: Any) -> list[str]:
        codes = raw[:_LONGEST].split() if isinstance(raw, str) else raw
        if (
            not isinstance(codes, list)
            or len(codes) > len(item["steps"])
            or not all(isinstance(code, str) and len(code) <= _LONGEST for code in codes)
            or any("\x00" in code or not code.isprintable() for code in codes)
            or choice_tree.path_of(item, codes) is None
        ):
            raise AnswerRefused(gettext("Choose from the lists, from the first to the last."))
        # A branch may end before the last step.
        if item["every_step"] and choice_tree.options(item, codes):
            raise AnswerRefused(
                gettext("Choose the next step too: %(step)s.")
                % {"step": choice_tree.step_titles(item)[len(codes)]}
            )
        return list(codes)

    def export(self, item: dict, value: Any, texts: dict) -> str:
        path = choice_tree.path_of(item, value)
        return " › ".join(option.label for option in path) if path else " › ".join(value)

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        """Without scripts each step shows what the answer so far leaves open."""
        codes = answer.split() if isinstance(answer, str) else answer
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            codes = []
        levels = []
        for depth, (step, title) in enumerate(
            zip(item["steps"], choice_tree.step_titles(item), strict=False)
        ):
            offered = choice_tree.options(item, codes[:depth]) if depth <= len(codes) else []
            levels.append(
                {
                    "name": f"{item['code']}__{step}",
                    "id": f"id_{item['code']}" + (f"__{step}" if depth else ""),
                    "title": title,
                    "options": [
                        {
                            "value": option.code,
                            "label": option.label,
                            "selected": depth < len(codes) and codes[depth] == option.code,
                        }
                        for option in offered
                    ],
                }
            )
        return {
            "levels": levels,
            "typed": " ".join(codes),
            "key": item.get("list") or f"places-{item['places'].lower()}",
        }
