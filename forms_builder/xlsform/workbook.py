"""Opening a workbook that somebody brings, never trusting it.

Sizes are checked before and while unpacking, XML with a DTD is refused (defusedxml stands behind
openpyxl as well), formulas are read as the values they showed, and nothing is executed.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from khmer.clean import clean
from khmer.digits import written

MAX_BYTES = 20 * 1024 * 1024
MAX_UNZIPPED_BYTES = 80 * 1024 * 1024
MAX_PARTS = 1_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # as much as Excel puts into one

_SHEETS = (
    "survey",
    "choices",
    "settings",
    "external_choices",
    "mentoring_domains",
    "mentoring_scoring",
    "mentoring_lists",
    "mentoring_tables",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class WorkbookRefused(Exception):
    """The file cannot be read at all; the text says why and what to do."""


class Sheet(NamedTuple):
    """A sheet's name as written, and its rows that hold anything: number and cells."""

    name: str
    rows: list[tuple[int, list[str]]]


class Workbook(NamedTuple):
    sheets: dict[str, Sheet]
    has_macros: bool


def read_workbook(data: bytes) -> Workbook:
    """Return the sheets of an .xlsx file by their lower-case names.

    Raises WorkbookRefused.
    """
    if len(data) > MAX_BYTES:
        raise WorkbookRefused(
            _("The file is larger than %(limit)s MB. Take pictures and idle sheets out of it.")
            % {"limit": written(MAX_BYTES // 1024 // 1024)}
        )
    if not data.strip():
        raise WorkbookRefused(_("The file is empty."))
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookRefused(
                _("The workbook is locked with a password. Save it without one and try again.")
            )
        raise WorkbookRefused(
            _("This is a workbook of the old .xls kind. Save it as .xlsx and try again.")
        )
    if not data.startswith(b"PK"):
        raise WorkbookRefused(
            _("This is no .xlsx workbook. Save the form as .xlsx in a spreadsheet program.")
        )
    has_macros = _check_archive(data)
    return Workbook(_sheets(data), has_macros)


def _damaged() -> WorkbookRefused:
    return WorkbookRefused(
        _("The workbook is damaged. Open it in a spreadsheet program and save it as .xlsx again.")
    )


def _check_archive(data: bytes) -> bool:
    """Refuse archives that unpack to too much; return whether there are macros inside."""
    too_large = WorkbookRefused(
        _("The workbook unpacks to more than %(limit)s MB. Take idle sheets and rows out of it.")
        % {"limit": written(MAX_UNZIPPED_BYTES // 1024 // 1024)}
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNZIPPED_BYTES:
                raise too_large
            left = MAX_UNZIPPED_BYTES
            for part in parts:
                if part.flag_bits & 1:
                    raise WorkbookRefused(
                        _(
                            "The workbook is locked with a password. Save it without one and try "
                            "again."
                        )
                    )
                # What the archive says of its sizes may be a lie: count what really comes out.
                with archive.open(part) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise too_large
                if b"<!DOCTYPE" in content.replace(b"\0", b""):
                    raise _damaged()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise _damaged() from error
    except Exception as error:  # zlib and lzma have errors of their own
        if isinstance(error, WorkbookRefused):
            raise
        raise _damaged() from error
    names = [part.filename.lower() for part in parts]
    if "xl/workbook.xml" not in names and not any(n.startswith("xl/") for n in names):
        raise WorkbookRefused(
            _("This is no .xlsx workbook. Save the form as .xlsx in a spreadsheet program.")
        )
    return any(name.endswith("vbaproject.bin") for name in names)


def _sheets(data: bytes) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            name = sheet.title.strip().lower().replace(" ", "_")
            if name not in _SHEETS or name in sheets:
                continue
            # The sheet says itself how large it is, and may say anything.
            sheet.reset_dimensions()
            sheets[name] = Sheet(sheet.title, list(_rows(sheet)))
    except WorkbookRefused:
        raise
    except Exception as error:
        # openpyxl raises whatever the broken part happens to cause.
        raise _damaged() from error
    return sheets


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    count = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        texts = [cell_text(cell) for cell in cells]
        if not any(texts):
            continue
        count += 1
        if count > MAX_ROWS:
            raise WorkbookRefused(
                _("The sheet “%(sheet)s” has more than %(limit)s rows. Make smaller forms of it.")
                % {"sheet": sheet.title, "limit": written(MAX_ROWS)}
            )
        yield number, texts


def cell_text(cell: Any) -> str:
    """Return what a cell shows. Numbers lose the ".0" that spreadsheets add."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    if isinstance(cell, (datetime.datetime, datetime.date, datetime.time)):
        cell = cell.isoformat()
    return clean(str(cell)[:MAX_CELL].replace("_x000D_", "")).strip()
