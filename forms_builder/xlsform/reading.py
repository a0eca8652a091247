"""From the rows of a survey to the blocks of a form."""

from __future__ import annotations

import dataclasses
import re
import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from forms_builder.expressions import ExpressionRefused
from forms_builder.fields import registry
from forms_builder.fields.base import QuestionKind
from forms_builder.xlsform.dialects import CLOSES, METADATA, OPENS
from forms_builder.xlsform.formulas import Formulas
from forms_builder.xlsform.names import Codes, as_code
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.row import SurveyRow
from forms_builder.xlsform.rules import rules_of
from forms_builder.xlsform.survey import MOST_CHOICES, Survey
from forms_builder.xlsform.tables import without_tables
from forms_builder.xlsform.words import MOST_LABEL, Words, list_items

DEEPEST = 8
_NAMESPACE = uuid.UUID("b2f4e4f6-93a1-4b0b-9f0a-6f2b3f0f6c11")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ANSWER = re.compile(r"\$\{\s*([^{}]{1,200}?)\s*\}")
_MORE = gettext_noop("Further questions")
_OTHER = gettext_noop("Other")
_OTHER_TEXT = gettext_noop("Please write the other answer")


@dataclasses.dataclass
class Draft:
    """A form as read: `blocks` as they are stored, with `Words` for texts."""

    title: Words
    code: str
    form_key: uuid.UUID | None
    languages: list[str]
    blocks: list[dict[str, Any]]
    # The row that each block comes from, by block id.
    rows: dict[str, SurveyRow]
    domains: dict[str, Words]
    intro: Words = dataclasses.field(default_factory=Words)
    source: str = ""

    @property
    def questions(self) -> int:
        return sum(registry.get(block["type"]).answerable for block in self.blocks)


class Reader:
    """Reads one survey. What it cannot take stands in the report."""

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

    def read(self) -> Draft:
        """Return the draft; the report says what became of each row."""
        rows = without_tables(self.survey)
        self._name(rows)
        own = {as_code(name) for name in self.codes.by_name}
        self.formulas = Formulas(self.codes.by_name, self.values, own)
        for row in rows:
            self._take(row)
        self._close_all()
        settings = self.survey.settings
        return Draft(
            title=self.title,
            code=self.form_code,
            form_key=_uuid(settings.get("mentoring::form_key")),
            languages=self.languages,
            blocks=self.blocks,
            rows=self.rows,
            domains=self._domains(),
            intro=self._texts("mentoring::intro"),
            source=settings.get("mentoring::source", ""),
        )

    # Names and words

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

    def _domains(self) -> dict[str, Words]:
        table = self.survey.domain_table
        found: dict[str, Words] = {}
        if table is None:
            return found
        for _number, cells in table.rows:
            for column in table.columns:
                if column.name == "name" and column.place < len(cells) and cells[column.place]:
                    words = self.survey.words(table, cells).get("label") or Words()
                    found[cells[column.place]] = words
        return found

    def _name(self, rows: list[SurveyRow]) -> None:
        """Give every row that becomes a block its code, before rules are read."""
        position = 0
        for row in rows:
            if row.type in CLOSES or row.cells.get("mentoring::part_of"):
                continue
            if row.type in METADATA:
                continue
            position += 1
            name = row.name or row.label.get("en", "")[:40] or f"q{position}"
            twice = name in self.codes.by_name
            row.cells["mentoring::code"] = self.codes.give(name)
            if twice:
                row.adapted(
                    "name",
                    _("“%(name)s” stands twice, so this one became “%(code)s”.")
                    % {"name": name, "code": row.cells["mentoring::code"]},
                )
            elif row.cells["mentoring::code"] != name and row.name:
                row.adapted(
                    "name",
                    _("“%(name)s” became “%(value)s”.")
                    % {"name": name, "value": row.cells["mentoring::code"]},
                )
            if row.list_name in self.survey.values:
                self.values[row.cells["mentoring::code"]] = self.survey.values[row.list_name]

    def text(self, words: Words | None, row: SurveyRow, column: str) -> Words:
        """Return words without HTML, with the codes of answers that stand in them."""
        result = Words()
        for language, written in (words or {}).items():
            plain = _TAG.sub("", written)
            if plain != written:
                row.adapted(column, _("The words were taken without their HTML marks."))
            result[language] = _ANSWER.sub(
                lambda found: f"${{{self.codes.by_name.get(found[1], found[1])}}}", plain
            )
        return result

    # Rows

    def _take(self, row: SurveyRow) -> None:
        if self.skipping or self._switched_off(row):
            self.skipping += (row.type in OPENS) - (row.type in CLOSES)
            return
        if row.cells.get("mentoring::part_of"):
            self.report.taken += 1
            return
        if row.type in OPENS:
            self._open(row)
        elif row.type in CLOSES:
            self._close(row)
        elif row.type in METADATA:
            row.left_out(
                "type",
                _("“%(type)s” is not asked: who, when and where is kept with each answer anyway.")
                % {"type": row.type},
            )
        else:
            self._question(row)

    def _switched_off(self, row: SurveyRow) -> bool:
        off = row.cells.get("disabled", "").lower() in ("yes", "true", "1")
        return off and row.type in OPENS

    def _open(self, row: SurveyRow) -> None:
        what = OPENS[row.type]
        kind = row.kind if row.kind in ("section", "page_break", "group", "repeat") else ""
        if registry_has(row.kind) and not kind:
            # A question of ours that other tools see as a group of plain ones.
            self._question(row)
            return
        if not kind:
            kind = "section" if what == "group" and not self.open else what
        if len(self.open) > DEEPEST:
            row.adapted(
                "type", _("Groups go no deeper here: its questions stand in the one around.")
            )
            self.open.append(("", row.type))
            return
        if kind in ("group", "repeat"):
            self._begin_section_for(row)
        value: dict[str, Any] = dict(row.settings)
        label = self._label(row)
        if kind == "section":
            if not row.label.any():
                row.adapted("label", _("A section needs a title, so it has the name as its title."))
            value |= {"title": label, "intro": self._help(row)}
        elif kind in ("group", "repeat"):
            value |= {"label": label, "help": self._help(row)}
            if kind == "group" and not row.label.any():
                value["label"] = Words()
        if kind == "repeat":
            value.setdefault("minimum", 1)
            value.setdefault("maximum", 100)
            value["count"] = self._count(row)
        self._add(row, registry.get(kind), value)
        self.open.append((kind, row.type))
        self.section_ended = False
        self.report.taken += 1

    def _count(self, row: SurveyRow) -> str:
        count = row.cells.get("repeat_count", "")
        if not count:
            return ""
        try:
            return self.formulas.read(count)
        except ExpressionRefused as refused:
            row.wrong("repeat_count", f"{_('The rule was left out.')} {refused}")
            return ""

    def _close(self, row: SurveyRow) -> None:
        if not self.open:
            row.wrong("type", _("Nothing that ends here was begun. The row was left out."))
            return
        kind, opened = self.open[-1]
        if OPENS[opened] != CLOSES[row.type]:
            row.wrong(
                "type",
                _("This ends a “%(this)s”, but a “%(other)s” was begun last. That was ended.")
                % {"this": CLOSES[row.type], "other": OPENS[opened]},
            )
        else:
            self.report.taken += 1
        self._end(kind)

    def _end(self, kind: str) -> None:
        self.open.pop()
        if kind in ("group", "repeat"):
            self._block(f"{kind}_end", f"{kind}_end_{len(self.blocks)}", {})
        elif kind:
            self.section_ended = True

    def _close_all(self) -> None:
        while self.open:
            row = next((r for b in reversed(self.blocks) if (r := self.rows.get(b["id"]))), None)
            if row is not None:
                row.wrong("type", _("A group is begun and never ended. Its end was added."))
            self._end(self.open[-1][0])

    def _begin_section_for(self, row: SurveyRow) -> None:
        """What stands after a section and outside of all becomes a section of its own."""
        if self.open or not self.section_ended:
            return
        words = row.label if row.type == "begin_repeat" and row.label.any() else Words()
        title = words or self._ours(_MORE)
        code = self.codes.give("more")
        self._block("section", code, {"title": title, "intro": Words(), "rules": []})
        row.adapted("type", _("What stands after a group begins a section of its own here."))
        self.section_ended = False

    def _ours(self, msgid: str) -> Words:
        words = Words()
        for language in self.languages:
            with override(language):
                words[language] = _(msgid)
        return words

    def _question(self, row: SurveyRow) -> None:
        self._begin_section_for(row)
        if row.type.startswith("select_") and not row.kind and not self._has_choices(row):
            return
        if row.or_other and not any(choice.value == "other" for choice in row.choices):
            self._add_other(row)
        kind, value = self._kind_of(row)
        if kind is None:
            row.wrong(
                "type",
                _("“%(type)s” is no type of question that is known here.") % {"type": row.type},
            )
            return
        if "calculation" in kind.block_class.base_blocks and (
            source := row.cells.get("calculation", "")
        ):
            try:
                value["calculation"] = self.formulas.read(source, row.cells["mentoring::code"])
            except ExpressionRefused as refused:
                row.wrong("calculation", f"{_('The rule was left out.')} {refused}")
        if kind.name == "note":
            value = {"text": self._label(row), **value}
        else:
            value = {"label": self._label(row), "help": self._help(row), **value}
        self._add(row, kind, value)
        self.report.taken += 1
        if row.or_other:
            self._ask_other(row)

    def _has_choices(self, row: SurveyRow) -> bool:
        names = {"list": row.list_name, "limit": MOST_CHOICES}
        if not row.choices:
            if row.list_name.startswith("${"):
                row.wrong("type", _("Choices from answers of a repeat are not known here."))
            else:
                row.wrong(
                    "type", _("The list “%(list)s” is missing or empty. Write its choices.") % names
                )
            return False
        if len(row.choices) > MOST_CHOICES:
            row.adapted(
                "type",
                _(
                    "The list “%(list)s” has more than %(limit)s choices, so the question asks for "
                    "a text."
                )
                % names,
            )
            row.type, row.choices = "text", []
            self.values.pop(row.cells["mentoring::code"], None)
        elif len(row.choices) < 2:
            row.adapted("type", _("The list “%(list)s” has one choice only.") % names)
            first = row.choices[0]
            row.choices = [
                first,
                dataclasses.replace(first, value=f"no_{first.value}"[:60], label=self._ours("—")),
            ]
        return True

    def _kind_of(self, row: SurveyRow) -> tuple[QuestionKind | None, dict[str, Any]]:
        if row.kind:
            if registry_has(row.kind):
                kind = registry.get(row.kind)
                return kind, {**(kind.from_xlsform(row) or {}), **row.settings}
            row.adapted(
                "mentoring::kind",
                _("This system has no “%(kind)s”, so the plain type was taken.")
                % {"kind": row.kind},
            )
            row.kind = ""
        for kind in _candidates(row):
            value = kind.from_xlsform(row)
            if value is not None:
                return kind, {**value}
        return None, {}

    def _add_other(self, row: SurveyRow) -> None:
        other = dataclasses.replace(
            row.choices[-1], value="other", label=self._ours(_OTHER), columns={}
        )
        row.choices = [*row.choices, other]
        known = dict(self.values.get(row.cells["mentoring::code"], {}))
        self.values[row.cells["mentoring::code"]] = {**known, "other": "other"}

    def _ask_other(self, row: SurveyRow) -> None:
        code = row.cells["mentoring::code"]
        rule = {
            "effect": "RELEVANT",
            "join": "AND",
            "question": "",
            "operator": "IS",
            "value": "",
            "expression": f"selected(${{{code}}}, 'other')",
            "message": Words(),
        }
        value = {
            "label": self._ours(_OTHER_TEXT),
            "help": Words(),
            "required": False,
            "multiline": False,
            "max_length": 500,
        }
        block = self._block("text", self.codes.give(f"{code}_other"), value)
        block["value"]["rules"] = list_items(block["id"], "rules", [rule])
        row.adapted("type", _("“Other” became a choice with a question for the text after it."))

    # Blocks

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
        block_id = str(_uuid(row.cells.get("mentoring::id")) or "")
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

    def _block(
        self, kind: str, code: str, value: dict[str, Any], block_id: str = ""
    ) -> dict[str, Any]:
        if not block_id or any(block["id"] == block_id for block in self.blocks):
            block_id = str(uuid.uuid5(_NAMESPACE, f"{self.form_code}/{code}"))
        block = {"type": kind, "id": block_id, "value": {**value, "code": code}}
        self.blocks.append(block)
        return block


def _candidates(row: SurveyRow) -> list[QuestionKind]:
    """Return the kinds in the order that they are asked whether a row is theirs."""
    special = "signature" if "signature" in row.appearance else row.type
    return sorted(registry.all(), key=lambda kind: kind.name != special)


def registry_has(kind: str) -> bool:
    """Tell whether there is a kind of question with that name."""
    return any(one.name == kind for one in registry.all())


def _stored(values: list[Any]) -> bool:
    return (
        bool(values) and isinstance(values[0], dict) and "value" in values[0] and "id" in values[0]
    )


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
