"""Writing blocks with their words: what every row of a survey becomes."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from forms_builder.expressions import ExpressionRefused
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.rules import Effect
from forms_builder.xlsform.dialects import CLOSES, OPENS
from forms_builder.xlsform.formulas import Formulas
from forms_builder.xlsform.names import Codes, as_code
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.row import SurveyRow
from forms_builder.xlsform.rules import rules_of
from forms_builder.xlsform.survey import Survey
from forms_builder.xlsform.words import MOST_LABEL, PICTURES, Words, list_items

_NAMESPACE = uuid.UUID("b2f4e4f6-93a1-4b0b-9f0a-6f2b3f0f6c11")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ANSWER = re.compile(r"\$\{\s*([^{}]{1,200}?)\s*\}")


class BlockWriter:
    """The blocks of one form while its survey is read; see `reading.Reader`."""

    formulas: Formulas

    def __init__(self, survey: Survey, report: Report, file_name: str) -> None:
        self.survey, self.report = survey, report
        settings = survey.settings
        self.languages = survey.shown_languages
        stem = re.sub(r"\.[A-Za-z]{3,4}$", "", file_name.rsplit("/", 1)[-1])
        self.form_code = as_code(
            settings.get("form_id") or settings.get("form_title") or stem or "form"
        )
        self.title = self._title(stem)
        self.codes = Codes()
        self.blocks: list[dict[str, Any]] = []
        self.rows: dict[str, SurveyRow] = {}
        self.open: list[tuple[str, str]] = []
        self.section_ended = False
        self.skipping = 0
        self.values: dict[str, dict[str, str]] = {}
        self.pictures: dict[str, tuple[str, bytes]] = {}

    def _title(self, stem: str) -> Words:
        title = self._texts("mentoring::title")
        plain = self.survey.settings.get("form_title") or stem or "Form"
        for language in self.languages:
            title.setdefault(language, plain[:255])
        return title

    def _texts(self, name: str) -> Words:
        settings = self.survey.settings
        return Words(
            {
                language: settings[f"{name}::{language}"]
                for language in self.languages
                if settings.get(f"{name}::{language}")
            }
        )

    def text(self, words: Words | None, row: SurveyRow, column: str) -> Words:
        """Return words without HTML, with the codes of answers that stand in them.

        What we wrote ourselves is taken letter for letter.
        """
        if row.kind:
            return Words(words or {})
        result = Words()
        for language, written in (words or {}).items():
            plain = _TAG.sub("", written)
            if plain != written:
                row.adapted(column, _("The words were taken without their HTML marks."))
            result[language] = _ANSWER.sub(
                lambda found: f"${{{self.codes.by_name.get(found[1], found[1])}}}", plain
            )
        return result

    def _ours(self, msgid: str) -> Words:
        words = Words()
        for language in self.languages:
            with override(language):
                words[language] = _(msgid)
        return words

    def _label(self, row: SurveyRow) -> Words:
        label = self.text(row.label, row, "label")
        if not label.any():
            fallback = row.words.get("hint") or Words()
            label = (
                self.text(fallback, row, "hint")
                if fallback.any()
                else Words(dict.fromkeys(self.languages, row.name or row.type))
            )
            if row.type not in (*OPENS, "calculate", "hidden", *CLOSES):
                row.adapted("label", _("It has no words, so it is called by its hint or name."))
        elif missing := [code for code in self.languages if not label.get(code)]:
            row.adapted(
                "label",
                _("The words are missing in %(language)s; those of the other language stand there.")
                % {"language": {"km": _("Khmer"), "en": _("English")}[missing[0]]},
            )
        for language, written in list(label.items()):
            if len(written) > MOST_LABEL and row.type != "note":
                label[language] = written[: MOST_LABEL - 1] + "…"
                row.adapted(
                    "label",
                    _("The words are longer than %(limit)s characters and were cut.")
                    % {"limit": MOST_LABEL},
                )
        return label

    def _help(self, row: SurveyRow) -> Words:
        if not row.label.any():
            hint = Words()
        else:
            hint = self.text(row.words.get("hint"), row, "hint")
        guidance = self.text(row.words.get("guidance_hint"), row, "guidance_hint")
        if guidance.any():
            row.adapted("guidance_hint", _("The guidance stands in the help text."))
            for language, written in guidance.items():
                hint[language] = "\n".join(part for part in (hint.get(language), written) if part)
        return hint

    def _add(self, row: SurveyRow, kind: QuestionKind, value: dict[str, Any]) -> None:
        code = row.cells["mentoring::code"]
        block_id = str(read_uuid(row.cells.get("mentoring::id")) or "")
        block = self._block(kind.name, code, value, block_id)
        if kind.name != "page_break":
            required, rules = rules_of(row, kind, code, self.formulas, self.text)
            block["value"]["rules"] = list_items(block["id"], "rules", rules)
            if kind.answerable:
                block["value"]["required"] = required
        for name in ("choices", "levels"):
            if name in block["value"] and not _stored(block["value"][name]):
                block["value"][name] = list_items(block["id"], name, block["value"][name])
        if "choices" in block["value"]:
            self._filter_columns(row, block)
        self.rows[block["id"]] = row

    def _filter_columns(self, row: SurveyRow, block: dict[str, Any]) -> None:
        """Write the values that columns are compared with as the other list has them here."""
        source = row.cells.get("choice_filter", "")
        if not source or row.kind:
            return
        try:
            tree = self.formulas.tree(source, row.cells["mentoring::code"], columns=True)
        except ExpressionRefused:
            return
        for column, code in self.formulas.column_pairs(tree):
            known = self.values.get(code, {})
            for item, choice in zip(block["value"]["choices"], row.choices, strict=True):
                if column in choice.columns:
                    columns = dict(choice.columns)
                    columns[column] = known.get(columns[column], columns[column])
                    choice.columns = columns
                    item["value"] = choice.as_item()

    def _find_picture(self, row: SurveyRow) -> None:
        """Note the row's picture where its file came along, and tell where it did not."""
        words = next(
            (row.words[name] for name in ("big-image", "image") if name in row.words), None
        )
        if words is None:
            return
        wanted = words.any().rsplit("/", 1)[-1]
        names = {name.lower(): name for name in self.survey.files}
        row.picture = names.get(wanted.lower(), "")
        if not row.picture:
            for name in PICTURES:
                row.words.pop(name, None)
            row.left_out(
                "image",
                _(
                    "The picture “%(file)s” is not here. Put it into a ZIP file with the workbook, "
                    "or choose it in the editor."
                )
                % {"file": wanted},
            )

    def _show_picture(self, row: SurveyRow) -> None:
        """Give the last block its picture: a note itself, a question by a note before it."""
        block = self.blocks[-1]
        if block["type"] != "note":
            code = self.codes.give(f"{block['value']['code']}_picture")
            note = self._block("note", code, {"text": Words()})
            self.blocks[-2:] = [note, block]
            relevant = [
                one["value"]
                for one in block["value"]["rules"]
                if one["value"]["effect"] == Effect.RELEVANT
            ]
            note["value"]["rules"] = list_items(note["id"], "rules", relevant)
            self.rows[note["id"]] = row
            row.adapted("image", _("The picture became a note before the question."))
            block = note
        self.pictures[block["id"]] = (row.picture, self.survey.files[row.picture])

    def _block(
        self, kind: str, code: str, value: dict[str, Any], block_id: str = ""
    ) -> dict[str, Any]:
        if not block_id or any(block["id"] == block_id for block in self.blocks):
            block_id = str(uuid.uuid5(_NAMESPACE, f"{self.form_code}/{code}"))
        block = {"type": kind, "id": block_id, "value": {**value, "code": code}}
        self.blocks.append(block)
        return block


def _stored(values: list[Any]) -> bool:
    return (
        bool(values) and isinstance(values[0], dict) and "value" in values[0] and "id" in values[0]
    )


def read_uuid(text: str | None) -> uuid.UUID | None:
    """Return the UUID that a text is, None if it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
