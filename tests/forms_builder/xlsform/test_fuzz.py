"""Good workbooks with faults thrown in: a report each, never a traceback."""

import io
import json
import zipfile
from functools import cache

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from forms_builder.models import ObservationForm
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from tests.forms_builder.xlsform.books import CHOICE_HEAD, HEAD, SUBJECTS, YES_NO, book
from tests.forms_builder.xlsform.made_forms import DocumentMaker
from tests.forms_builder.xlsform.test_round_trip_made import kept

pytestmark = pytest.mark.django_db
FUZZ = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ROUGH = ["delete", "insert", "merge", "column", "sheet"]
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates().map(str),
    st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", min_codepoint=32)),
    st.sampled_from(
        [
            "begin group",
            "begin_repeat",
            "end group",
            "end repeat",
            "select_one subjects",
            "select_one nowhere or_other",
            "begin_kobomatrix",
            "end_score",
            "calculate",
            "note",
            "${a}",
            "${",
            ". >",
            "${b} = ",
            "((((",
            "today() +",
            "[]",
            "{}",
            "null",
            "3",
            "[" * 5_000,
            '{"text": 5}',
            '{"choices": 5, "levels": [1], "rules": null, "domain": {}}',
            '{"levels": [{"value": {"value": {}}}], "list": [], "weight": "heavy"}',
            '{"relevant": 5, "default": [], "constraint": "("}',
            "rubric",
            "matrix",
            "section",
            "page_break",
            "repeat_end",
            "cascading_choice",
            "00000000-0000-0000-0000-000000000000",
            "=1+1",
            "yes",
            "-1",
            "type",
            "label::Khmer (km)",
            "x" * 40_000,
            "\u200bឈ្មោះ\u00a0",
        ]
    ),
)


@cache
def plain_book():
    """A workbook as others write it."""
    return book(
        survey=[
            [*HEAD, "relevant", "constraint", "required", "choice_filter", "appearance"],
            ["begin group", "g", "ក្រុម", "Group"],
            ["text", "a", "ឈ្មោះ", "Name", "", "string-length(.) > 1", "yes"],
            ["select_one subjects", "b", "មុខវិជ្ជា", "Subject", "${a} != ''"],
            ["end group"],
            ["begin repeat", "r", "សិស្ស", "Students"],
            ["integer", "age", "អាយុ", "Age", "", ". > 3"],
            ["end repeat"],
            ["begin_score", "s", "ពិន្ទុ", "Score"],
            ["score__row", "one", "មួយ", "One"],
            ["end_score"],
        ],
        choices=[CHOICE_HEAD, *SUBJECTS, *YES_NO],
        settings=[["form_title", "form_id"], ["ទម្រង់", "fuzz"]],
    )


def own_book(seed):
    """A workbook of ours with a question of every kind."""
    data = xlsform_bytes(kept(DocumentMaker(seed).make(of_every_kind=True)))
    ObservationForm.objects.all().delete()
    return data


def report_of(data, folder, capsys):
    """What the command says of a file, as a dry run."""
    path = folder / "fuzz.xlsx"
    path.write_bytes(data)
    capsys.readouterr()
    code = 0
    try:
        call_command("import_xlsform", str(path), "--json", "--dry-run")
    except SystemExit as ended:
        code = ended.code
    (line,) = capsys.readouterr().out.splitlines()
    report = json.loads(line)
    assert report["ok"] is (code == 0)
    if not report["ok"]:
        assert report["errors"]
    assert all(error["message"] for error in report["errors"])
    return report


def changed(data, draw):
    """The workbook with cells, rows or sheets changed."""
    workbook = load_workbook(io.BytesIO(data))
    for _ in range(draw(st.integers(1, 8))):
        sheet = workbook[draw(st.sampled_from(workbook.sheetnames))]
        row = draw(st.integers(1, max(1, sheet.max_row)))
        column = draw(st.integers(1, max(1, sheet.max_column)))
        what = draw(
            st.sampled_from(["cell"] * 8 + ["delete", "insert", "merge", "column", "sheet"])
        )
        if what == "delete":
            sheet.delete_rows(row)
        elif what == "insert":
            sheet.insert_rows(row)
        elif what == "column":
            sheet.delete_cols(column)
        elif what == "merge":
            sheet.merge_cells(
                start_row=row, end_row=row + 1, start_column=column, end_column=column + 1
            )
        elif what == "sheet" and len(workbook.sheetnames) > 1:
            del workbook[sheet.title]
        else:
            put(sheet, row, column, draw(CELLS))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def put(sheet, row, column, value):
    cell = sheet.cell(row, column)
    if type(cell).__name__ == "MergedCell":
        return
    try:
        cell.value = value
    except ValueError:
        cell.value = None


@given(st.data())
@settings(FUZZ, max_examples=60)
def test_changed_cells_give_a_report(tmp_path, capsys, data):
    report_of(changed(plain_book(), data.draw), tmp_path, capsys)


def test_changed_cells_of_our_own_give_a_report(tmp_path, capsys):
    whole = own_book(3)
    assert report_of(whole, tmp_path, capsys)["errors"] == []

    @given(st.data())
    @settings(FUZZ, max_examples=40)
    def check(data):
        report_of(changed(whole, data.draw), tmp_path, capsys)

    check()


@given(st.data())
@settings(FUZZ, max_examples=60)
def test_changed_bytes_give_a_report(tmp_path, capsys, data):
    """Bytes of the archive, and bytes of the XML inside."""
    whole = plain_book()
    if data.draw(st.booleans()):
        report_of(spoiled(whole, data.draw), tmp_path, capsys)
        return
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        victim = data.draw(st.sampled_from(names))
        for name in names:
            content = old.read(name)
            new.writestr(name, spoiled(content, data.draw) if name == victim else content)
    report_of(stream.getvalue(), tmp_path, capsys)


def spoiled(content, draw):
    spoilt = bytearray(content)
    for _ in range(draw(st.integers(1, 20))):
        spoilt[draw(st.integers(0, len(spoilt) - 1))] = draw(st.integers(0, 255))
    return bytes(spoilt)
