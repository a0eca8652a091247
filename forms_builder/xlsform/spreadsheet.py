"""The sheets of a form as an .xlsx file."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Font

from forms_builder.models import ObservationForm
from forms_builder.xlsform.writing import Sheets


def xlsform_bytes(form: ObservationForm) -> bytes:
    """Return a form as an .xlsx workbook, with its translation and our own columns."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in Sheets(form).tables().items():
        sheet = workbook.create_sheet(name)
        for number, cells in enumerate(rows, start=1):
            for place, text in enumerate(cells, start=1):
                if not text:
                    continue
                cell = sheet.cell(number, place)
                # Never a formula, whatever it begins with.
                cell.value = text
                cell.data_type = "s"
                if number == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
