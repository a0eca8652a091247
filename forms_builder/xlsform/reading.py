"""From the rows of a survey to the blocks of a form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forms_builder.expressions import ExpressionRefused
from forms_builder.fields import registry
from forms_builder.fields.base import QuestionKind
from forms_builder.xlsform.block_writer import read_uuid
from forms_builder.xlsform.choice_reader import ChoiceReader
from forms_builder.xlsform.dialects import CLOSES, FILES, METADATA, OPENS
from forms_builder.xlsform.draft import Draft
from forms_builder.xlsform.formulas import Formulas
from forms_builder.xlsform.names import as_code
from forms_builder.xlsform.own_sheets import read_options
from forms_builder.xlsform.row import SurveyRow
from forms_builder.xlsform.tables import without_tables
from forms_builder.xlsform.words import Words

DEEPEST = 8
_MORE = gettext_noop("Further questions")


class Reader(ChoiceReader):
    """Reads one survey. What it cannot take stands in the report."""

    def read(self) -> Draft:
        """Return the draft; the report says what became of each row."""
        rows = without_tables(self.survey)
        self._name(rows)
        own = {as_code(name) for name in self.codes.by_name}
        self.formulas = Formulas(self.codes.by_name, self.values, own, self.survey.tables)
        for row in rows:
            self._take(row)
        self._close_all()
        settings = self.survey.settings
        return Draft(
            title=self.title,
            code=self.form_code,
            form_key=read_uuid(settings.get("mentoring::form_key")),
            languages=self.languages,
            blocks=self.blocks,
            rows=self.rows,
            domains=self._domains(),
            intro=self._texts("mentoring::intro"),
            source=settings.get("mentoring::source", ""),
            scoring=self.survey.scoring if "mentoring::form_key" in settings else None,
            lists=self.survey.own_lists,
            pictures=self.pictures,
            tables=self.survey.tables.used,
            options=read_options(settings),
        )

    # Names and words

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
            if row.type in METADATA or row.type in FILES:
                continue
            position += 1
            own = row.cells.get("mentoring::code", "") if row.kind else ""
            name = own or row.name or row.label.get("en", "")[:40] or f"q{position}"
            twice = name in self.codes.by_name
            row.cells["mentoring::code"] = self.codes.give(name)
            if twice:
                row.adapted(
                    "name",
                    _("“%(name)s” stands twice, so this one became “%(code)s”.")
                    % {"name": name, "code": row.cells["mentoring::code"]},
                )
            elif row.cells["mentoring::code"] != name and (own or row.name):
                row.adapted(
                    "name",
                    _("“%(name)s” became “%(value)s”.")
                    % {"name": name, "value": row.cells["mentoring::code"]},
                )
            if row.list_name in self.survey.values:
                self.values[row.cells["mentoring::code"]] = self.survey.values[row.list_name]

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
        elif row.type in FILES:
            self.report.taken += 1  # the file itself is taken where an expression names it
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

    def _question(self, row: SurveyRow) -> None:
        self._begin_section_for(row)
        if row.type.startswith("select_") and not row.kind and not self._has_choices(row):
            return
        # XLSForm asks for the text in a question of its own, which others may be about.
        apart = row.or_other and self._is_named(f"{row.name}_other")
        if apart and not any(choice.value == "other" for choice in row.choices):
            self._add_other(row)
        kind, value = self._kind_of(row)
        if kind is None:
            row.wrong(
                "type",
                _("“%(type)s” is no type of question that is known here.") % {"type": row.type},
            )
            return
        self._find_picture(row)
        if "calculation" in kind.block_class.base_blocks and (
            source := row.cells.get("calculation", "")
        ):
            try:
                value["calculation"] = self.formulas.read(source, row.cells["mentoring::code"])
            except ExpressionRefused as refused:
                row.wrong("calculation", f"{_('The rule was left out.')} {refused}")
        if kind.name == "note":
            alone = row.picture and not row.label.any()
            value = {"text": Words() if alone else self._label(row), **value}
        else:
            value = {"label": self._label(row), "help": self._help(row), **value}
        if row.or_other and not apart and "allow_other" in kind.block_class.base_blocks:
            value["allow_other"] = True
            row.adapted("type", _("“Other” became a choice with a line to write on."))
        self._add(row, kind, value)
        if row.picture:
            self._show_picture(row)
        self.report.taken += 1
        if apart:
            self._ask_other(row)

    def _kind_of(self, row: SurveyRow) -> tuple[QuestionKind | None, dict[str, Any]]:
        if row.in_steps:
            steps = {"list": row.in_steps, "places": "DISTRICT", "every_step": True}
            return registry.get("cascading_choice"), steps
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


def _candidates(row: SurveyRow) -> list[QuestionKind]:
    """Return the kinds in the order that they are asked whether a row is theirs."""
    special = "signature" if "signature" in row.appearance else row.type
    return sorted(registry.all(), key=lambda kind: kind.name != special)


def registry_has(kind: str) -> bool:
    """Tell whether there is a kind of question with that name."""
    return any(one.name == kind for one in registry.all())
