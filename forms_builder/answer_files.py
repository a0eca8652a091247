"""Tables of answers as files, a piece at a time: CSV, XLSX and JSON."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext, override
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from forms_builder.answer_tables import MAIN, AnswerTables, Cell
from forms_builder.models import Submission

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# Spreadsheets tell from it that the text is UTF-8.
BYTE_ORDER_MARK = "\ufeff"

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PIECE = 64 * 1024
_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def plain(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula. Numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def csv_file(
    tables: AnswerTables, submissions: Iterable[Submission], *, table: str = MAIN
) -> Iterator[bytes]:
    """Yield one table as CSV: the submissions, or the instances of one repeat."""
    line = csv.writer(_Echo(), lineterminator="\r\n")

    def written(cells: Iterable[Cell]) -> bytes:
        return line.writerow([plain(cell) for cell in cells]).encode()

    yield BYTE_ORDER_MARK.encode()
    yield written(tables.heading(table))
    for submission in submissions:
        piece = b"".join(
            written(row.cells) for row in tables.rows_of(submission) if row.table == table
        )
        if piece:
            yield piece


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def json_file(
    tables: AnswerTables, submissions: Iterable[Submission], **about: Any
) -> Iterator[bytes]:
    """Yield one object: `about`, and all submissions in a list."""
    head = json.dumps(about, ensure_ascii=False)[:-1]
    yield f'{head}{", " if about else ""}"submissions": [\n'.encode()
    between = ""
    for submission in submissions:
        yield f"{between}{json.dumps(tables.as_json(submission), ensure_ascii=False)}".encode()
        between = ",\n"
    yield b"\n]}\n"


def xlsx_file(tables: AnswerTables, submissions: Iterable[Submission]) -> Iterator[bytes]:
    """Yield a workbook with a sheet of submissions and one for each repeat.

    Rows go to disk as they are written; the workbook is put together when all are there.
    """
    book = Workbook(write_only=True)
    with override(tables.language):
        main = gettext("Answers")
    sheets: dict[str, Any] = {}
    for table in tables.columns:
        title = _sheet_title(table or main, {sheet.title.lower() for sheet in sheets.values()})
        sheets[table] = book.create_sheet(title)
        sheets[table].freeze_panes = "A2"
        sheets[table].append([_cell(text) for text in tables.heading(table)])
    for submission in submissions:
        for row in tables.rows_of(submission):
            sheets[row.table].append([_cell(cell) for cell in row.cells])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _cell(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return plain(ILLEGAL_CHARACTERS_RE.sub("", cell))


def _sheet_title(name: str, taken: set[str]) -> str:
    name = name.translate(_NOT_IN_SHEET_NAMES)[:_SHEET_NAME]
    title, number = name, 1
    while title.lower() in taken:
        number += 1
        end = f"_{number}"
        title = f"{name[: _SHEET_NAME - len(end)]}{end}"
    return title
