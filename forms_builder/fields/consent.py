"""Consent to a text: yes or no, with a fingerprint of the words that were read."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.inputs import LinesBlock
from forms_builder.fields.parts import QuestionBlock, sample
from forms_builder.fields.sheet_rows import choice_rows, extra_name, words_of
from forms_builder.fields.yes_no import NO, YES

_HASH = re.compile("[0-9a-f]{64}")


def text_hash(words: dict) -> str:
    """Return the SHA-256, in hexadecimal, of the question and the text that were read."""
    return hashlib.sha256(f"{words.get('label', '')}\n{words.get('text', '')}".encode()).hexdigest()


class ConsentBlock(QuestionBlock):
    own = ("text",)

    text = LinesBlock(required=True, rows=5, label=_("What is agreed to"))

    class Meta:
        label = _("Consent")
        icon = "doc-full"
        description = _("A text to agree to. “No” is an answer too.")
        preview_value = sample(
            label="តើលោកគ្រូ អ្នកគ្រូយល់ព្រមទេ?",
            text="ខ្ញុំយល់ព្រមឱ្យគ្រូណែនាំសង្កេតម៉ោងរៀនរបស់ខ្ញុំ ដើម្បីជួយខ្ញុំរីកចម្រើន។",
        )


class Consent(QuestionKind):
    """Stored as {"agreed": "yes" or "no", "text_hash": …}.

    The hash is that of the words which stood on the page (`text_hash`). Where it was not sent,
    it is made of the words in the language of the record.
    """

    name = "consent"
    order = 125
    block_class = ConsentBlock
    xlsform_type = "select_one"
    shape = "parts"

    def words(self, value: Any) -> dict:
        return {**super().words(value), "text": value["text"]}

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        words = {
            "type": "note",
            "name": extra_name(item["code"], "text"),
            "label": words_of(texts, "text"),
            "before": True,
        }
        row = self.xlsform_row(item, texts, f"{self.xlsform_type} {item['code']}")
        row["choices"] = choice_rows((), texts, "", yes="Yes, I agree", no="No, I do not agree")
        return [row, words]

    def condition_values(self, item: dict) -> list[str]:
        return [YES, NO]

    def typed(self, item: dict, value: Any) -> str:
        return value["agreed"]

    def chosen(self, value: Any) -> list[str]:
        return [value["agreed"]]

    def is_empty(self, raw: Any) -> bool:
        if isinstance(raw, dict) and set(raw) <= {"agreed", "text_hash"}:
            return raw.get("agreed") in (None, "")
        return raw is not False and super().is_empty(raw)

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        agreed = data.get(f"{item['code']}__agreed", "")
        if not agreed:
            return None
        return {"agreed": agreed, "text_hash": data.get(f"{item['code']}__text_hash", "")}

    def check(self, item: dict, raw: Any) -> dict:
        answer = raw if isinstance(raw, dict) else {"agreed": raw}
        agreed, fingerprint = answer.get("agreed"), answer.get("text_hash") or ""
        if isinstance(agreed, bool):
            agreed = YES if agreed else NO
        if not set(answer) <= {"agreed", "text_hash"} or agreed not in (YES, NO):
            raise AnswerRefused(gettext("Choose yes or no."))
        if fingerprint and not (isinstance(fingerprint, str) and _HASH.fullmatch(fingerprint)):
            raise AnswerRefused(gettext("Load the page again and choose yes or no once more."))
        return {"agreed": agreed, "text_hash": fingerprint}

    def completed(self, item: dict, value: Any, words: dict) -> dict:
        return {**value, "text_hash": value["text_hash"] or text_hash(words)}

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return gettext("agreed") if value["agreed"] == YES else gettext("did not agree")

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        answer = answer if isinstance(answer, dict) else {"agreed": answer}
        code = item["code"]
        options = ((YES, gettext("Yes, I agree"), ""), (NO, gettext("No, I do not agree"), "__no"))
        return {
            "options": [
                {
                    "value": value,
                    "label": label,
                    "id": f"id_{code}{ending}",
                    "checked": answer.get("agreed") == value,
                }
                for value, label, ending in options
            ],
            "text_hash": text_hash(texts),
        }
