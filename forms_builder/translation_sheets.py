"""A form's texts as a table for translators: source, translation and place, as XLSX.

Reading is careful: size, unpacked size and rows are limited, XML goes through defusedxml (which
openpyxl uses where it is installed), formulas are read as their text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO, NamedTuple

from defusedxml import DefusedXmlException
from django.core.files.base import File
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from khmer.digits import written

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_ROWS = 20_000
LONGEST_CELL = 32_767
_HEADINGS = ("source", "translation", "context")
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SheetRefused(ValueError):
    """The file cannot be read as such a table; the message says why."""


class SheetRow(NamedTuple):
    """`number` is the row in the file, from 1."""

    number: int
    source: str
    translation: str
    context: str


def workbook_of(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """Return an XLSX of (source, translation, context)."""
    book = Workbook()
    sheet = book.active
    sheet.title = "translation"
    sheet.append(_HEADINGS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_safe(text) for text in row])
    for column, width in zip("ABC", (60, 60, 30), strict=True):
        sheet.column_dimensions[column].width = width
    for cells in sheet.iter_rows(min_row=2, max_col=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(text: str) -> str:
    text = "".join(char for char in text if char >= " " or char in "\n\t")[: LONGEST_CELL - 1]
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unsafe(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def too_large() -> str:
    """What to say about a file of more than MOST_BYTES."""
    return _("The file is too large. It may have up to %(size)s MB.") % {
        "size": written(MOST_BYTES // 1_000_000)
    }


def rows_of_workbook(file: BinaryIO | File) -> list[SheetRow]:
    """Return the rows of such a file, in any order of its columns. Raises SheetRefused."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise SheetRefused(too_large())
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise SheetRefused(_("The file is too large when unpacked."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        return list(_rows(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=20)))
    except SheetRefused:
        raise
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        DefusedXmlException,
        KeyError,
        IndexError,
        ValueError,
        SyntaxError,
        OSError,
        EOFError,
        TypeError,
        AttributeError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise SheetRefused(
            _("This is no XLSX workbook that can be read. Save it again as .xlsx and upload it.")
        ) from error


def _rows(cells: Iterable[tuple[Any, ...]]) -> Iterable[SheetRow]:
    places: dict[str, int] = {}
    for number, row in enumerate(cells, start=1):
        texts = ["" if cell is None else str(cell) for cell in row]
        if number == 1:
            names = [text.strip().lower() for text in texts]
            for heading in _HEADINGS:
                if heading not in names:
                    raise SheetRefused(
                        _(
                            "The first row must have the headings source, translation and "
                            "context. “%(heading)s” is missing."
                        )
                        % {"heading": heading}
                    )
                places[heading] = names.index(heading)
            continue
        if not any(text.strip() for text in texts):
            continue
        yield SheetRow(number, *(_unsafe(texts[places[heading]]) for heading in _HEADINGS))
    if not places:
        raise SheetRefused(_("The first sheet is empty."))
