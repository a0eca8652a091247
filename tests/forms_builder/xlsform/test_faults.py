"""Files that are no workbook, or mean harm: a report each, never a traceback."""

import io
import json
import random
import zipfile

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from forms_builder.models import ObservationForm
from forms_builder.xlsform import workbook as limits
from tests.forms_builder.xlsform.books import HEAD, book, bring, survey

pytestmark = pytest.mark.django_db

GOOD = [["text", "a", "ឈ្មោះ", "Name"]]


def repacked(data, change):
    """The same archive with each part changed by `change(name, content)`; None leaves it out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(90):
                part.write(b" " * 1024 * 1024)
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


def with_entity(name, content):
    if name != "xl/workbook.xml":
        return content
    return b'<!DOCTYPE x [<!ENTITY a "b">]>' + content


def without_sheets(name, content):
    return None if name.startswith("xl/worksheets/") else content


FILES = {
    "empty": lambda: b"",
    "blank": lambda: b"  \n",
    "csv": lambda: "type,name,label\ntext,a,ឈ្មោះ\n".encode(),
    "html": lambda: b"<html><table></table></html>",
    "old xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "encrypted": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    ),
    "random bytes": lambda: random.Random(1).randbytes(5_000),
    "cut off": lambda: survey(*GOOD)[:-300],
    "begins like a zip": lambda: b"PK\x03\x04" + b"x" * 500,
    "other zip": lambda: repacked(survey(*GOOD), lambda n, c: c if "rels" in n else None),
    "zip bomb": bomb,
    "entities": lambda: repacked(survey(*GOOD), with_entity),
    "sheets missing": lambda: repacked(survey(*GOOD), without_sheets),
    "no survey": lambda: book(questions=[HEAD, *GOOD]),
    "no type column": lambda: book(survey=[["name", "label"], ["a", "b"]]),
    "empty survey": lambda: book(survey=[]),
    "header alone": lambda: book(survey=[HEAD]),
}


@pytest.mark.parametrize("name", FILES)
def test_unreadable_file_gives_a_report(name):
    report = bring(FILES[name]())
    assert not report.ok
    assert report.errors and all(entry.message for entry in report.errors)
    json.dumps(report.as_json())
    assert not ObservationForm.objects.exists()


def test_control_the_same_workbook_whole_is_taken():
    assert bring(repacked(survey(*GOOD), lambda name, content: content)).ok


def test_macros_are_left_out_and_the_form_is_taken():
    data = survey(*GOOD)
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    report = bring(stream.getvalue())
    assert report.ok
    assert report.left_out == 1


def test_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 1_000)
    assert not bring(survey(*GOOD)).ok


def test_million_rows_are_refused_without_reading_them_all(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 50)
    report = bring(survey(*[["text", f"q{n}", "ក", "a"] for n in range(60)]))
    assert not report.ok


def test_row_at_the_very_end_of_the_sheet_is_read():
    workbook = load_workbook(io.BytesIO(survey(*GOOD)))
    for place, text in enumerate(["text", "last", "ចុង", "Last"], start=1):
        workbook["survey"].cell(1_000_000, place, text)
    stream = io.BytesIO()
    workbook.save(stream)
    assert bring(stream.getvalue()).questions == 2


@pytest.mark.parametrize("seed", range(12))
def test_damaged_bytes_never_raise(seed):
    data = bytearray(survey(*GOOD))
    chance = random.Random(seed)
    for _ in range(30):
        data[chance.randrange(len(data))] = chance.randrange(256)
    json.dumps(bring(bytes(data)).as_json())


def test_zip_of_others_whose_content_is_damaged_is_refused():
    """Neither a workbook nor a ZIP with one: the first bytes of what was packed are wrong."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("form.xlsx", survey(*GOOD) * 20)
    data = bytearray(stream.getvalue())
    begin = 30 + len("form.xlsx")
    data[begin : begin + 40] = b"\xff" * 40
    report = bring(bytes(data))
    assert not report.ok and report.errors


def test_dry_run_keeps_nothing():
    report = bring(survey(*GOOD), dry_run=True)
    assert report.ok and report.questions == 1 and report.form_id is None
    assert not ObservationForm.objects.exists()


def test_command_prints_one_object_a_file(tmp_path, capsys):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(survey(*GOOD))
    bad.write_bytes(b"nothing")
    with pytest.raises(SystemExit):
        call_command("import_xlsform", str(good), str(bad), str(tmp_path / "gone.xlsx"), "--json")
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert list(first)[:10] == [
        "file",
        "ok",
        "title",
        "code",
        "languages",
        "questions",
        "taken",
        "adapted",
        "left_out",
        "errors",
    ]
    assert (first["ok"], first["questions"], first["errors"]) == (True, 1, [])
    assert not second["ok"] and not third["ok"]
    assert set(second["errors"][0]) == {"sheet", "row", "column", "message"}


def test_commands_write_what_can_be_read_again(tmp_path, capsys):
    bring(survey(*GOOD))
    call_command("export_xlsform", "trial", str(tmp_path / "out.xlsx"))
    call_command("export_xform", "trial", str(tmp_path / "out.xml"))
    call_command("import_xlsform", str(tmp_path / "out.xlsx"), "--dry-run")
    assert "<h:html" in (tmp_path / "out.xml").read_text()
    assert "1" in capsys.readouterr().out
