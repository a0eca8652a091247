"""What a kind of question must know: to ask, to read, to check, to score and to export."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail import blocks

from forms_builder.errors import AnswerRefused
from forms_builder.expressions import to_text
from khmer.clean import clean
from khmer.digits import to_ascii

if TYPE_CHECKING:
    from forms_builder.xlsform.row import SurveyRow

# What no database takes.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# A text longer than this many times its limit is refused unread: cleaning takes time.
_ROOM_FOR_CLEANING = 2

_SIGNS = {"IS": "=", "IS_NOT": "!=", "MORE": ">", "LESS": "<", "AT_LEAST": ">=", "AT_MOST": "<="}


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
    # True for what begins a new screen of the phone.
    starts_section: ClassVar[bool] = False
    # "group" or "repeat" where the kind begins or ends one.
    opens: ClassVar[str] = ""
    closes: ClassVar[str] = ""
    # False for what people neither fill in nor read: hidden values.
    visible: ClassVar[bool] = True
    # Letter of suggested codes: q1, q2, …
    code_prefix: ClassVar[str] = "q"
    # What stands in the inputs on the phone: "one" text, "many" texts, or "parts" by name.
    shape: ClassVar[str] = "one"
    # What expressions compute with: text, number, date, datetime.
    value_type: ClassVar[str] = "text"
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
        item = {
            "id": block_id,
            "code": value["code"],
            "kind": self.name,
            "required": bool(value.get("required")) and self.answerable,
            **self.config(value),
        }
        if follows := value.get("follows"):
            item["follows"] = follows
        return item, self.words(value)

    def config(self, value: Any) -> dict:
        """Return the part of the schema item that only this kind has."""
        return {}

    def words(self, value: Any) -> dict:
        """Return everything a person reads, for the texts of one language."""
        return {"label": value["label"], "help": value["help"], **rule_words(value)}

    # Rules

    def calculation(self, value: Any) -> str:
        """Return the expression that a block's value is worked out from, "" for none."""
        return (value.get("calculation") or "").strip()

    def chosen(self, value: Any) -> list[str]:
        """Return the choices that a stored value names."""
        return list(value) if isinstance(value, list) else [str(value)]

    def condition_values(self, item: dict) -> list[str] | None:
        """Return the values that a rule may compare an answer with, None for any."""
        return None

    def literal(self, value: str) -> str:
        """Return what a rule compares with, as it stands in an expression."""
        if self.value_type == "number":
            return to_ascii(value).strip()
        if self.value_type in ("date", "datetime"):
            return f"{self.value_type.replace('datetime', 'date-time')}({quoted(value)})"
        return quoted(value)

    def condition(self, subject: str, operator: str, value: str) -> str:
        """Return the expression of one comparison; `subject` is ${code} or a dot."""
        if operator in ("ANSWERED", "NOT_ANSWERED"):
            return f"{subject} {'!=' if operator == 'ANSWERED' else '='} ''"
        return f"{subject} {_SIGNS[operator]} {self.literal(value)}"

    def typed(self, item: dict, value: Any) -> Any:
        """Return a stored value as expressions compute with it: text, float, date, date-time."""
        if self.value_type == "number":
            return float(value)
        if self.value_type == "date":
            return datetime.date.fromisoformat(value)
        if self.value_type == "datetime":
            return datetime.datetime.fromisoformat(value)
        return " ".join(value) if isinstance(value, list) else str(value)

    # Answers

    def read_post(self, item: dict, data: QueryDict) -> Any:
        """Return what was typed for this question in an HTML form, None for nothing."""
        return data.get(item["code"], "").strip() or None

    def is_empty(self, raw: Any) -> bool:
        """Tell whether a raw answer is no answer."""
        if isinstance(raw, str):
            return not raw.strip()
        if isinstance(raw, dict):
            for value in raw.values():
                if value is not False and not self.is_empty(value):
                    return False
            return True
        return raw is None or raw == []

    def check(self, item: dict, raw: Any) -> Any:
        """Return the value to store for a raw, non-empty answer of any JSON type.

        Raises AnswerRefused with a message that says what to do.
        """
        raise NotImplementedError

    def worked_out(self, item: dict, result: Any) -> Any:
        """Return the value to store for what an expression worked out, None for nothing."""
        raw = to_text(result)
        if raw in ("", "NaN"):
            return None
        try:
            return self.check(item, raw)
        except AnswerRefused:
            return None

    def completed(self, item: dict, value: Any, words: dict) -> Any:
        """Return a checked value with what only the words that were read can add."""
        return value

    def score(self, item: dict, value: Any) -> Points | None:
        """Return the points of a stored value (None: not answered); None if never scored."""
        return None

    def export(self, item: dict, value: Any, texts: dict) -> str:
        """Return a stored value in words, for tables and files."""
        return str(value)

    def files(self, value: Any) -> list[dict[str, str]]:
        """Return the files that a stored value names, as {"file": id, "name": …}."""
        return []

    # XLSForm

    # What the columns of the sheets say; all else of a block's value goes to an extra column.
    xlsform_columns: ClassVar[tuple[str, ...]] = ()

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        """Return the rows of a survey sheet that ask this: cells by column.

        `texts` has the words of the question by language; cells with words are objects by
        language. "choices" of a row is a list of {"name", "label", …} for its list. Further rows
        stand for parts of the question, for software that does not know the kind.
        """
        return [self.xlsform_row(item, texts, self.xlsform_type)]

    def xlsform_row(self, item: dict, texts: dict[str, dict], row_type: str) -> dict:
        """Return the row of a question with its code and words."""
        return {
            "type": row_type,
            "name": item["code"],
            "label": {language: words.get("label", "") for language, words in texts.items()},
            "hint": {language: words.get("help", "") for language, words in texts.items()},
        }

    def limits(self, item: dict) -> str:
        """Return what `check` asks of a value as an expression about `.`, "" for nothing."""
        return ""

    def points_formulas(self, item: dict) -> tuple[str, str] | None:
        """Return points and what they are out of as expressions about the rows of `to_xlsform`.

        Both are 0 where `score` gives no points; None if never scored.
        """
        return None

    def from_xlsform(self, row: SurveyRow) -> dict | None:
        """Return the part of a block's value that only this kind has, None for a row of another.

        Label, help, rules and code are read by the caller.
        """
        takes = row.type == self.xlsform_type.lower() and not row.type.startswith("select_")
        return {} if takes else None

    # Pages

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        """Return what the template needs beside item, texts and answer.

        `answer` is raw: what was typed, right or wrong, or a stored value.
        """
        typed = "" if answer is None or isinstance(answer, (dict, list)) else str(answer)
        return {"typed": typed}


def quoted(text: str) -> str:
    """Return a text as it stands in an expression, which knows no way to escape a quote."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    parts = text.split("'")
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in parts) + ")"


def rule_words(value: Any) -> dict[str, str]:
    """Return what people read when a rule is not fulfilled, by the rule's effect."""
    words: dict[str, str] = {}
    for rule in value.get("rules") or ():
        if rule["message"]:
            words.setdefault(f"{rule['effect'].lower()}_message", rule["message"])
    return words


def checked_text(raw: Any, max_length: int) -> str:
    """Return a text cleaned for storing. Raises AnswerRefused: no text, too long, unstorable."""
    if not isinstance(raw, str):
        raise AnswerRefused(_("Write a text here."))
    if len(raw) > max_length * _ROOM_FOR_CLEANING:
        raise AnswerRefused(_too_long(max_length))
    if not raw.isprintable() and _UNSTORABLE.search(raw):
        raise AnswerRefused(
            _("The text has characters that cannot be stored. Delete it and write it again.")
        )
    text = clean(raw).strip()
    if len(text) > max_length:
        raise AnswerRefused(_too_long(max_length))
    return text


def _too_long(max_length: int) -> str:
    return _("The text is too long. Shorten it to %(limit)s characters.") % {"limit": max_length}
