"""The sheets of a workbook as rows of a survey, lists of choices and settings."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from django.utils.translation import gettext as _

from forms_builder.xlsform.dialects import read_type
from forms_builder.xlsform.languages import assign_languages
from forms_builder.xlsform.lookup_tables import SHEET, LookupTables, read_sheet
from forms_builder.xlsform.names import as_value
from forms_builder.xlsform.own_sheets import LISTS, SCORING, read_lists, read_scoring
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.row import Choice, SurveyRow
from forms_builder.xlsform.table import MEDIA_COLUMNS, Table, read_table
from forms_builder.xlsform.words import LANGUAGES, Words, from_cell
from forms_builder.xlsform.workbook import Workbook

MOST_CHOICES = 600
# Of a list in steps, which longer lists become.
MOST_LISTED = 20_000
_MAX_CSV_BYTES = 5 * 1024 * 1024
_FILE_TYPES = ("select_one_from_file", "select_multiple_from_file")


class Survey:
    """What a workbook says: `rows`, `settings`, `lists` by name, `values` by list and name."""

    def __init__(self, workbook: Workbook, report: Report, files: Mapping[str, bytes]) -> None:
        self.report = report
        self.files = files
        self.lists: dict[str, list[Choice]] = {}
        self.values: dict[str, dict[str, str]] = {}
        self.taken: dict[str, set[str]] = {}
        self.rows: list[SurveyRow] = []
        self.settings: dict[str, str] = {}
        sheets = workbook.sheets
        survey = None
        if "survey" in sheets:
            survey = read_table(sheets["survey"], "survey", ("type",))
        if "survey" not in sheets:
            report.refuse(_("The workbook has no sheet “survey”. Is it an XLSForm?"))
        elif survey is None:
            report.refuse(
                _("The sheet “survey” has no column “type”. Name the columns in its first row."),
                sheets["survey"].name,
                1,
                "type",
            )
        if survey is None:
            return
        self.survey = survey
        choice_tables = [
            table
            for name in ("choices", "external_choices")
            if name in sheets
            and (table := read_table(sheets[name], "choices", ("list_name", "name"))) is not None
        ]
        if "choices" in sheets and not choice_tables and sheets["choices"].rows:
            report.wrong(
                sheets["choices"].name,
                1,
                "list_name",
                _("The sheet “choices” needs the columns “list_name” and “name”."),
            )
        if "settings" in sheets and (table := read_table(sheets["settings"], "settings")):
            self._read_settings(table)
        if "mentoring_domains" in sheets:
            self.domain_table = read_table(sheets["mentoring_domains"], "choices", ("name",))
        else:
            self.domain_table = None
        self.scoring = read_scoring(sheets.get(SCORING), report)
        self.own_lists = read_lists(sheets.get(LISTS), report)
        self.languages = assign_languages(
            [survey, *choice_tables], self.settings.get("default_language", ""), report
        )
        for table in choice_tables:
            self._read_choices(table)
        self._read_rows(survey)
        self.tables = LookupTables(files, self.lists, read_sheet(sheets.get(SHEET)))

    # Sheets

    def _read_settings(self, table: Table) -> None:
        for column in table.columns:
            cells = table.rows[0][1] if table.rows else []
            if column.place < len(cells) and cells[column.place]:
                key = column.name + (f"::{column.language}" if column.language else "")
                self.settings[key] = cells[column.place]

    def words(self, table: Table, cells: list[str]) -> dict[str, Words]:
        """Return the texts of one row by column, in our languages."""
        found: dict[str, Words] = {}
        for column in table.columns:
            language = self.languages.get(column.language, "")
            if column.for_all and not language:
                language = self.shown_languages[0]
            if column.words and language and column.place < len(cells) and cells[column.place]:
                found.setdefault(column.name, Words()).setdefault(language, cells[column.place])
        return found

    def _read_choices(self, table: Table) -> None:
        for number, cells in table.rows:
            plain = _plain_cells(table, cells)
            list_name, name = plain.pop("list_name", ""), plain.pop("name", "")
            if not list_name or plain.get("mentoring::part_of"):
                continue
            words = self.words(table, cells)
            if not name:
                self.report.wrong(
                    table.sheet,
                    number,
                    table.column_written("name"),
                    _("This choice of “%(list)s” has no name. Give it one.") % {"list": list_name},
                )
                continue
            for column in MEDIA_COLUMNS & words.keys():
                self.report.leave_out(
                    table.sheet,
                    number,
                    table.column_written(column),
                    _("Choices have no pictures or sounds here: “%(file)s”.")
                    % {"file": words[column].any()},
                )
            self._add_choice(table, number, list_name, name, words, plain)

    def _add_choice(
        self,
        table: Table,
        number: int,
        list_name: str,
        name: str,
        words: dict[str, Words],
        plain: dict[str, str],
    ) -> None:
        known = self.values.setdefault(list_name, {})
        if name in known:
            self.report.wrong(
                table.sheet,
                number,
                table.column_written("name"),
                _("“%(name)s” stands twice in the list “%(list)s”. The first one was taken.")
                % {"name": name, "list": list_name},
            )
            return
        value = wish = as_value(name)
        count = 1
        taken = self.taken.setdefault(list_name, set())
        while value in taken:
            count += 1
            value = f"{wish[:58]}_{count}"
        known[name] = value
        taken.add(value)
        if value != name:
            self.report.adapt(
                table.sheet,
                number,
                table.column_written("name"),
                _("“%(name)s” became “%(value)s”.") % {"name": name, "value": value},
            )
        label = words.get("label") or Words()
        if not label.any():
            label = Words(dict.fromkeys(self.shown_languages, name))
        self.lists.setdefault(list_name, []).append(
            Choice(
                value,
                label,
                {
                    key: cell.replace(";", ",").replace("=", "-")
                    for key, cell in plain.items()
                    if not key.startswith("mentoring::")
                    and key not in ("order", "$kuid", "$autovalue", "$prev")
                },
                number,
                words.get("mentoring::descriptor") or Words(),
                words.get("mentoring::example") or Words(),
            )
        )

    @property
    def shown_languages(self) -> list[str]:
        found = set(self.languages.values())
        shown: list[str] = [code for code in LANGUAGES if code in found]
        return shown or ["en"]

    def _read_rows(self, table: Table) -> None:
        for number, cells in table.rows:
            plain = _plain_cells(table, cells)
            if not plain.get("type"):
                if plain.get("name") or self.words(table, cells):
                    self.report.wrong(
                        table.sheet,
                        number,
                        table.column_written("type"),
                        _("The row has no type, so nobody knows what it asks. Write one."),
                    )
                continue
            if plain["type"].lstrip().startswith("#"):
                continue
            if plain.get("disabled", "").lower() in ("yes", "true", "1"):
                self.report.leave_out(
                    table.sheet,
                    number,
                    table.column_written("disabled"),
                    _("The row is switched off in the workbook."),
                )
                if not plain["type"].lower().replace("_", " ").startswith(("begin ", "end ")):
                    continue
            self.rows.append(self._row(table, number, cells, plain))

    def _row(self, table: Table, number: int, cells: list[str], plain: dict[str, str]) -> SurveyRow:
        kind, list_name, other, appearances = read_type(plain["type"])
        if appearances:
            plain["appearance"] = f"{plain.get('appearance', '')} {appearances}".strip()
        row = SurveyRow(
            sheet=table.sheet,
            number=number,
            type=kind,
            list_name=list_name or plain.get("list_name", ""),
            name=plain.get("name") or plain.get("$autoname", ""),
            cells=plain,
            words=self.words(table, cells),
            report=self.report,
            written={column.name: column.written for column in table.columns},
            or_other=other,
            kind=plain.get("mentoring::kind", ""),
        )
        if settings := plain.get("mentoring::settings"):
            try:
                loaded = from_cell(json.loads(settings))
                row.settings = loaded if isinstance(loaded, dict) else {}
            except (ValueError, RecursionError):
                row.wrong(
                    "mentoring::settings",
                    _(
                        "This cell is damaged, so it was not read. Copy it from a workbook that "
                        "this system wrote, or leave it empty."
                    ),
                )
        if kind in _FILE_TYPES:
            self._read_file(row)
        elif row.list_name and row.list_name in self.lists:
            row.choices = list(self.lists[row.list_name])
        return row

    def _read_file(self, row: SurveyRow) -> None:
        """Take the choices of select_one_from_file from the CSV file beside the workbook."""
        name = row.list_name
        row.type = row.type.removesuffix("_from_file")
        data = self.files.get(name) or self.files.get(name.lower())
        if name in self.lists:
            row.choices = list(self.lists[name])
            return
        if data is None or len(data) > _MAX_CSV_BYTES or not name.lower().endswith(".csv"):
            row.wrong(
                "type",
                _("The file “%(file)s” with the choices is missing. Put it beside the workbook.")
                % {"file": name},
            )
            return
        try:
            text = data.decode("utf-8-sig").replace("\0", "")
            table = list(csv.DictReader(io.StringIO(text, newline="")))[: MOST_LISTED + 1]
        except (UnicodeDecodeError, csv.Error):
            row.wrong(
                "type",
                _("The file “%(file)s” is no CSV in UTF-8. Save it so and try again.")
                % {"file": name},
            )
            return
        key, label = row.parameters.get("value", "name"), row.parameters.get("label", "label")
        sheet = Table(name, 1, [], [])
        for number, cells in enumerate(table, start=2):
            plain = {
                (column or "").strip().lower(): (cell or "").strip()
                for column, cell in cells.items()
                if isinstance(cell, str) and cell.strip()
            }
            words = Words()
            for column, cell in plain.items():
                head, _sign, language = column.partition("::")
                if head == label.lower():
                    code = self.languages.get(language) or (
                        {"km": "km", "en": "en"}.get(language[-3:-1], "") if language else ""
                    )
                    for one in [code] if code else self.shown_languages if not language else []:
                        words[one] = cell
            value = plain.pop(key.lower(), "")
            columns = {c: v for c, v in plain.items() if c.partition("::")[0] != label.lower()}
            if value:
                self._add_choice(sheet, number, name, value, {"label": words}, columns)
        row.choices = list(self.lists.get(name, []))


def _plain_cells(table: Table, cells: list[str]) -> dict[str, str]:
    return {
        column.name: cells[column.place]
        for column in table.columns
        if not column.words and column.place < len(cells) and cells[column.place]
    }
