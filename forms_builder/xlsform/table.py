"""A sheet as a table: columns by the names of XLSForm, whatever dialect wrote them."""

from __future__ import annotations

import re
from typing import NamedTuple

from forms_builder.fields.rules import Effect
from forms_builder.xlsform.words import MEDIA
from forms_builder.xlsform.workbook import Sheet

# Columns whose cells people read, and which may so be in several languages.
WORD_COLUMNS = {
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    *(f"mentoring::{effect.value.lower()}_message" for effect in Effect),
    "mentoring::descriptor",
    "mentoring::example",
}
MEDIA_COLUMNS = MEDIA

# What SurveyCTO, Kobo, old pyxform and people call the columns.
_ALIASES = {
    "relevance": "relevant",
    "relevent": "relevant",
    "skip_logic": "relevant",
    "caption": "label",
    "read_only": "readonly",
    "calculate": "calculation",
    "constraint_msg": "constraint_message",
    "required_msg": "required_message",
    "repeatcount": "repeat_count",
    "jr:count": "repeat_count",
    "choicefilter": "choice_filter",
    "guidance": "guidance_hint",
    "bind:relevant": "relevant",
    "bind:required": "required",
    "bind:constraint": "constraint",
    "bind:calculate": "calculation",
    "bind:readonly": "readonly",
    "bind:jr:constraintmsg": "constraint_message",
    "bind:jr:requiredmsg": "required_message",
    "body:appearance": "appearance",
    "control:appearance": "appearance",
}
_OWN_ALIASES = {
    "survey": {"command": "type", "tag": "name"},
    "choices": {"list": "list_name", "listname": "list_name", "value": "name"},
    "settings": {
        "form_name": "form_title",
        "title": "form_title",
        "set_form_title": "form_title",
        "id_string": "form_id",
        "set_form_id": "form_id",
        "default_lang": "default_language",
    },
}


class Column(NamedTuple):
    """`place` from 0, `name` as XLSForm has it, `language` as written, `words`: for people."""

    place: int
    name: str
    language: str
    written: str

    @property
    def words(self) -> bool:
        return self.name in WORD_COLUMNS or self.name in MEDIA_COLUMNS

    @property
    def for_all(self) -> bool:
        """Whether it names a file for the readers of every language."""
        return self.name in MEDIA_COLUMNS and not self.language


class Table(NamedTuple):
    sheet: str
    header_row: int
    columns: list[Column]
    rows: list[tuple[int, list[str]]]

    def column_written(self, name: str) -> str:
        """Return what the file calls a column, or its name where it has none."""
        return next((c.written for c in self.columns if c.name == name), name)


def read_table(sheet: Sheet, kind: str, needed: tuple[str, ...] = ()) -> Table | None:
    """Return a sheet as a table; None for one without a header row.

    `kind` is survey, choices or settings. The header is the first of the first ten rows that
    has all columns of `needed`, so that a title above the table does no harm.
    """
    for place, (number, cells) in enumerate(sheet.rows[:10]):
        columns = [
            _column(at, cell, kind) for at, cell in enumerate(cells) if cell and not cell.isspace()
        ]
        if set(needed) <= {column.name for column in columns}:
            return Table(sheet.name, number, _once(columns), sheet.rows[place + 1 :])
    return None


def _once(columns: list[Column]) -> list[Column]:
    seen: set[tuple[str, str]] = set()
    kept = []
    for column in columns:
        if (column.name, column.language) not in seen:
            seen.add((column.name, column.language))
            kept.append(column)
    return kept


def _column(place: int, written: str, kind: str) -> Column:
    text = " ".join(written.split()).strip("* ")
    lower = text.lower()
    if lower.startswith("mentoring::"):
        name, _sign, language = lower[len("mentoring::") :].partition("::")
        return Column(
            place, f"mentoring::{name}", text[-len(language) :] if language else "", written
        )
    if lower.startswith("media"):
        text = re.sub("^media *::? *", "", text, flags=re.IGNORECASE)
        lower = text.lower()
    for sign in ("::", ":"):
        head, found, language = text.partition(sign)
        name = _name(head, kind)
        if found and name in WORD_COLUMNS | MEDIA_COLUMNS:
            return Column(place, name, language.strip(": "), written)
    # label (km), hint [English]
    if (bracket := re.fullmatch(r"(.*\S) *[(\[](.*)[)\]]", text)) and _name(
        bracket[1], kind
    ) in WORD_COLUMNS:
        return Column(place, _name(bracket[1], kind), bracket[2].strip(), written)
    return Column(place, _name(text, kind), "", written)


def _name(text: str, kind: str) -> str:
    name = "_".join(text.strip().lower().replace("::", ":").split())
    return _OWN_ALIASES[kind].get(name) or _ALIASES.get(name, name)
