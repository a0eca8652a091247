"""Text: one line or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind, checked_text
from forms_builder.fields.inputs import IntegerBlock
from forms_builder.fields.parts import QuestionBlock, sample

if TYPE_CHECKING:
    from forms_builder.xlsform.row import SurveyRow

LONGEST = 20_000


class TextQuestionBlock(QuestionBlock):
    own = ("multiline", "max_length")

    multiline = blocks.BooleanBlock(required=False, default=False, label=_("Several lines"))
    max_length = IntegerBlock(
        min_value=1,
        max_value=LONGEST,
        default=2_000,
        label=_("Longest answer"),
        help_text=_("Number of characters."),
    )

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        description = _("An answer in the observer's own words.")
        preview_value = sample(
            label="តើសិស្សរៀនបានអ្វីខ្លះ?",
            multiline=True,
            max_length=2_000,
            required=False,
        )


class Text(QuestionKind):
    """Stored as a cleaned string.

    A long text is this kind with several lines, not a kind of its own: all that differs is the
    room to write, and XLSForm says it by an appearance as well. So a form may give a question
    more room without breaking with its earlier answers.
    """

    name = "text"
    order = 40
    block_class = TextQuestionBlock
    xlsform_type = "text"

    def config(self, value: Any) -> dict:
        return {
            "multiline": bool(value["multiline"]),
            "max_length": value["max_length"] or LONGEST,
        }

    def limits(self, item: dict) -> str:
        most = item["max_length"]
        return f"string-length(.) <= {most}" if most < LONGEST else ""

    def worked_out(self, item: dict, result: Any) -> str | None:
        """What is worked out stands whatever the limits for typing are."""
        return super().worked_out({"multiline": False, "max_length": LONGEST}, result)

    def check(self, item: dict, raw: Any) -> str:
        text = checked_text(raw, item["max_length"])
        if not item["multiline"]:
            text = " ".join(text.split())
        if not text:
            raise AnswerRefused(gettext("Write a text here."))
        return text

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        row = self.xlsform_row(item, texts, self.xlsform_type)
        return [{**row, "appearance": "multiline"} if item["multiline"] else row]

    def from_xlsform(self, row: SurveyRow) -> dict | None:
        if row.type != "text":
            return None
        return {"multiline": "multiline" in row.appearance}
