"""A text that the observer confirms with a tick."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.inputs import LineBlock
from forms_builder.fields.parts import QuestionBlock, sample

CONFIRMED = "OK"


class AcknowledgementBlock(QuestionBlock):
    own = ("tick",)

    tick = LineBlock(
        required=False,
        max_length=200,
        label=_("Words beside the tick"),
        help_text=_("Left empty: I have read this."),
    )

    class Meta:
        label = _("Acknowledgement")
        icon = "clipboard-list"
        description = _("A text, and a tick that it was read.")
        preview_value = sample(
            label="សូមកុំរំខានម៉ោងរៀន",
            help="គ្រូណែនាំអង្គុយនៅក្រោយថ្នាក់ ហើយមិននិយាយក្នុងម៉ោងរៀនទេ។",
            tick="ខ្ញុំបានអាន និងយល់ព្រម",
        )


class Acknowledgement(QuestionKind):
    """Stored as "OK", which is what XLSForm's `acknowledge` stores."""

    name = "acknowledgement"
    order = 120
    block_class = AcknowledgementBlock
    xlsform_type = "acknowledge"

    def words(self, value: Any) -> dict:
        return {**super().words(value), "tick": value["tick"]}

    def condition_values(self, item: dict) -> list[str]:
        return [CONFIRMED]

    def check(self, item: dict, raw: Any) -> str:
        if raw is True or raw == CONFIRMED:
            return CONFIRMED
        raise AnswerRefused(gettext("Tick the box, or leave this question out."))

    def is_empty(self, raw: Any) -> bool:
        return raw is False or super().is_empty(raw)

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return gettext("confirmed")

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        return {
            "checked": answer is True or answer == CONFIRMED,
            "value": CONFIRMED,
            "tick": texts.get("tick") or gettext("I have read this."),
        }
