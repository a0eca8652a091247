"""Reading tables that people bring: .xlsx and .csv, never trusting the file.

Sizes are checked before and while unpacking, XML with a DTD is refused (defusedxml stands
behind openpyxl as well), formulas are read as the values they showed, and nothing is executed.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from khmer.clean import clean_line
from khmer.digits import written

MAX_BYTES = 5 * 1024 * 1024
MAX_UNZIPPED_BYTES = 25 * 1024 * 1024
MAX_PARTS = 200
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 1_000

Row = tuple[int, list[str]]  # number as the spreadsheet shows it, cells as cleaned text


def read_table(file: BinaryIO) -> list[Row]:
    """Return the rows that hold anything, from the first sheet or the CSV text.

    Raises ValidationError, in words for the person, where the file is too large, damaged or of
    another kind. The kind is told by the content; the file's name is not asked.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Split it into smaller files.")
            % {"limit": written(MAX_BYTES // 1024 // 1024)}
        )
    if not data.strip():
        raise ValidationError(_("The file is empty. Choose the file with your schools."))
    rows = _xlsx_rows(data) if data.startswith(b"PK") else _csv_rows(data)
    table: list[Row] = []
    for number, cells in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise ValidationError(
                _("The file has more than %(limit)s rows. Split it into smaller files.")
                % {"limit": written(MAX_ROWS)}
            )
        texts = [_text(cell) for cell in cells[:MAX_COLUMNS]]
        if any(texts):
            table.append((number, texts))
    return table


def _xlsx_rows(data: bytes) -> Iterator[list[Any]]:
    damaged = ValidationError(
        _("This file cannot be read. Open it in a spreadsheet program and save it as .xlsx.")
    )
    _check_archive(data, damaged)
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        # The sheet says itself how large it is, and may say anything.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            yield list(row)
    except ValidationError:
        raise
    except Exception as error:
        # openpyxl raises whatever the broken part happens to cause.
        raise damaged from error


def _check_archive(data: bytes, damaged: ValidationError) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNZIPPED_BYTES:
                raise damaged
            left = MAX_UNZIPPED_BYTES
            for part in parts:
                # What the archive says of its sizes may be a lie: count what really comes out.
                with archive.open(part) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0 or b"<!DOCTYPE" in content.replace(b"\0", b""):
                    raise damaged
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise damaged from error


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValidationError(
            _(
                "This file cannot be read. Save it as .xlsx, or as CSV in UTF-8, and choose it "
                "again."
            )
        ) from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    except csv.Error as error:
        raise ValidationError(
            _("This file is no table. Save it as .xlsx and choose it again.")
        ) from error


def _text(cell: Any) -> str:
    """What the cell shows, as cleaned text. Numbers lose the ".0" that spreadsheets add."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime | datetime.date):
        cell = cell.isoformat()
    return clean_line(str(cell)[:MAX_CELL])
