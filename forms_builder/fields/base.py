"""What a kind of question must know: to ask, to read, to check, to score and to export."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from khmer.clean import clean

# A text longer than this many times its limit is refused unread: cleaning takes time.
_ROOM_FOR_CLEANING = 2


class Points(NamedTuple):
    """What one answer adds to a score, as exact decimals in text. None points: not applicable."""

    points: str | None
    out_of: str
    level: int | None
    weight: str


class QuestionKind:
    """One kind of question. A subclass in its own module of this package is all it takes.

    `block_class` is the editor's form. `compile` turns its value into a schema item, free of
    words, and the words. Everything after that works on the schema item alone, so that answers
    to a version that was published years ago are read the same way.
    """

    name: ClassVar[str] = ""
    # Place in the block picker, within the block's group.
    order: ClassVar[int] = 100
    block_class: ClassVar[type[blocks.StructBlock]]
    # False for what asks nothing: sections, notes.
    answerable: ClassVar[bool] = True
    # Letter of suggested codes: q1, q2, …
    code_prefix: ClassVar[str] = "q"
    # The type that XLSForm gives this kind.
    xlsform_type: ClassVar[str] = "text"

    @property
    def template(self) -> str:
        """The template that asks the question."""
        return f"forms_builder/fields/{self.name}.html"

    @property
    def label(self) -> str:
        return str(self.block_class._meta_class.label)

    # Structure

    def compile(self, value: Any, block_id: str) -> tuple[dict, dict]:
        """Return the schema item and the words of a block's value (a StructValue)."""
        condition = value.get("shown_if") or {}
        item = {
            "id": block_id,
            "code": value["code"],
            "kind": self.name,
            "required": bool(value.get("required")) and self.answerable,
            "shown_if": {
                "question": condition["question"],
                "operator": condition["operator"] or "IS",
                "value": None if condition["operator"] == "ANSWERED" else condition["value"],
            }
            if condition.get("question")
            else None,
            **self.config(value),
        }
        return item, self.words(value)

    def config(self, value: Any) -> dict:
        """Return the part of the schema item that only this kind has."""
        return {}

    def words(self, value: Any) -> dict:
        """Return everything a person reads, for the texts of one language."""
        return {"label": value["label"], "help": value["help"]}

    def condition_values(self, item: dict) -> list[str] | None:
        """Return the values that another question's condition may name, None for any."""
        return None

    # Answers

    def read_post(self, item: dict, data: QueryDict) -> Any:
        """Return what was typed for this question in an HTML form, None for nothing."""
        return data.get(item["code"], "").strip() or None

    def is_empty(self, raw: Any) -> bool:
        """Tell whether a raw answer is no answer."""
        return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ([], {})

    def check(self, item: dict, raw: Any) -> Any:
        """Return the value to store for a raw, non-empty answer of any JSON type.

        Raises AnswerRefused with a message that says what to do.
        """
        raise NotImplementedError

    def matches(self, value: Any, expected: str) -> bool:
        """Tell whether a stored value is the one that a condition names."""
        return str(value) == expected

    def score(self, item: dict, value: Any) -> Points | None:
        """Return the points of a stored value (None: not answered); None if never scored."""
        return None

    def export(self, item: dict, value: Any, texts: dict) -> str:
        """Return a stored value in words, for tables and files."""
        return str(value)

    # Pages

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        """Return what the template needs beside item, texts and answer.

        `answer` is raw: what was typed, right or wrong, or a stored value.
        """
        typed = "" if answer is None or isinstance(answer, (dict, list)) else str(answer)
        return {"typed": typed}


def checked_text(raw: Any, max_length: int) -> str:
    """Return a text cleaned for storing. Raises AnswerRefused: no text, too long, unstorable."""
    if not isinstance(raw, str):
        raise AnswerRefused(_("Write a text here."))
    if len(raw) > max_length * _ROOM_FOR_CLEANING:
        raise AnswerRefused(_too_long(max_length))
    if "\x00" in raw or any("\ud800" <= char <= "\udfff" for char in raw):
        raise AnswerRefused(
            _("The text has characters that cannot be stored. Delete it and write it again.")
        )
    text = clean(raw).strip()
    if len(text) > max_length:
        raise AnswerRefused(_too_long(max_length))
    return text


def _too_long(max_length: int) -> str:
    return _("The text is too long. Shorten it to %(limit)s characters.") % {"limit": max_length}
