"""Workbooks as people make them, written for the tests."""

from __future__ import annotations

import datetime
import io
from typing import Any

from openpyxl import Workbook

from forms_builder.actions.import_xlsform import import_xlsform
from forms_builder.models import ObservationForm
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.writing import Sheets

NOW = datetime.datetime(2026, 11, 23, 8, 30, tzinfo=datetime.UTC)
HEAD = ["type", "name", "label::Khmer (km)", "label::English (en)"]
CHOICE_HEAD = ["list_name", "name", "label::Khmer (km)", "label::English (en)"]
SUBJECTS = [
    ["subjects", "khmer", "ភាសាខ្មែរ", "Khmer"],
    ["subjects", "maths", "គណិតវិទ្យា", "Mathematics"],
]
YES_NO = [["yn", "yes", "បាទ/ចាស", "Yes"], ["yn", "no", "ទេ", "No"]]


def book(**sheets: list[list[Any]]) -> bytes:
    """Return a workbook with rows of cells by sheet."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def survey(*rows: list[Any], head: list[str] | None = None, **sheets: list[list[Any]]) -> bytes:
    """Return a workbook with these rows of a survey, and subjects and yes/no as lists."""
    columns = head or HEAD
    sheets.setdefault("choices", [CHOICE_HEAD, *SUBJECTS, *YES_NO])
    sheets.setdefault(
        "settings",
        [["form_title", "form_id", "default_language"], ["ទម្រង់សាក", "trial", "Khmer (km)"]],
    )
    return book(survey=[columns, *rows], **sheets)


def asked(row: list[Any], **columns: Any) -> bytes:
    """Return a workbook with one question that has further columns, after a yes/no question."""
    head = [*HEAD, *columns]
    return survey(
        ["integer", "age", "អាយុ", "Age"],
        ["select_one yn", "has", "មាន?", "Has?"],
        ["select_multiple subjects", "teaches", "បង្រៀន", "Teaches"],
        [*row, *columns.values()],
        head=head,
    )


def pure_workbook(form: ObservationForm) -> bytes:
    """Return the workbook of a form without our own columns, as others read it."""
    return book(**Sheets(form).tables(own=False))


def bring(data: bytes, name: str = "form.xlsx", **options: Any) -> Report:
    """Import a workbook."""
    return import_xlsform(data=data, name=name, by=None, at=NOW, **options)


def form_of(report: Report) -> ObservationForm:
    """Return the form that an import made, as its draft."""
    return ObservationForm.objects.get(pk=report.form_id)
