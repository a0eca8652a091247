"""Pictures of notes and questions: in with a ZIP file, out with the form."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image
from wagtail.images import get_image_model

from forms_builder.schema import compile_form, items_of
from forms_builder.xlsform.media_zip import zipped
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from forms_builder.xlsform.writing import Sheets
from forms_builder.xlsform.xform import xform_text
from tests.forms_builder.file_samples import bomb
from tests.forms_builder.samples import block, make_form
from tests.forms_builder.xlsform.books import HEAD, bring, form_of, survey

pytestmark = pytest.mark.django_db

Picture = get_image_model()
ROWS = [
    ["integer", "age", "អាយុ", "Age", "", ""],
    ["note", "tree", "ដើមឈើ", "A tree", "tree.PNG", ""],
    ["note", "alone", "", "", "tree.png", ""],
    ["text", "seen", "ឃើញអ្វី?", "What is seen?", "jr://images/tree.png", "${age} > 5"],
]


def png(colour="teal") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "PNG")
    return stream.getvalue()


def book(rows=ROWS) -> bytes:
    return survey(*rows, head=[*HEAD, "media::image", "relevant"])


def bring_with(picture: bytes, **options):
    return bring(zipped({"form.xlsx": book(), "media/Tree.png": picture}), **options)


def stored_files() -> set[str]:
    folder = "original_images"
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


def test_pictures_come_with_the_form():
    report = bring_with(png())
    assert report.errors == [] and report.left_out == 0
    picture = Picture.objects.get()
    assert picture.title == "Tree"
    body = form_of(report).body
    assert [child.block_type for child in body] == ["integer", "note", "note", "note", "text"]
    assert [child.value["image"] for child in body if "image" in child.value] == [picture] * 3
    alone, before = body[2].value, body[3].value
    assert alone["text"] == before["text"] == ""
    assert before["rules"][0]["expression"] == body[4].value["rules"][0]["expression"]
    assert len(before["rules"]) == 1
    schema, texts = compile_form(form_of(report))
    assert all(texts["items"][item["id"]]["image"] for item in list(items_of(schema))[1:4])


def test_same_picture_is_taken_once():
    before = stored_files()
    bring_with(png())
    bring_with(png())
    assert Picture.objects.count() == len(stored_files() - before) == 1


def test_trying_out_keeps_no_picture():
    before = stored_files()
    report = bring_with(png(), dry_run=True)
    assert report.ok and report.left_out == 0 and report.questions == 2
    assert Picture.objects.count() == 0
    assert stored_files() == before


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", bomb(), bomb(9_000, 9_000), b"<svg onload='alert(1)'/>", png()[:60]]
)
def test_file_that_is_no_picture_is_left_out(data):
    report = bring_with(data)
    assert report.ok and report.left_out == 3
    assert {entry.column for entry in report.entries if entry.what == "left_out"} == {
        "media::image"
    }
    assert [child.block_type for child in form_of(report).body] == ["integer", "note", "text"]
    assert Picture.objects.count() == 0


def test_picture_that_did_not_come_along_is_named():
    report = bring(book())
    said = [entry for entry in report.entries if entry.what == "left_out"]
    assert [entry.row for entry in said] == [3, 4, 5]
    assert all("tree" in entry.message.lower() for entry in said)


def test_picture_goes_out_and_comes_back(tmp_path):
    data = png("navy")
    image = Picture.objects.create(title="ថ្នាក់", file=SimpleUploadedFile("class.png", data))
    body = [block("note", "look", text="សូមមើល", image=image.pk, image_alt="ថ្នាក់រៀន")]
    form = make_form([*body, block("text", "seen", label="ឃើញអ្វី?")], code="looking")
    name = image.file.name.rsplit("/", 1)[-1]
    assert Sheets(form).pictures() == {name: data}
    assert f"jr://images/{name}" in xform_text(form)
    call_command("export_xlsform", "looking", str(tmp_path / "out.xlsx"), stdout=io.StringIO())
    assert (tmp_path / "out-media" / name).read_bytes() == data
    whole = zipped({"out.xlsx": xlsform_bytes(form), **Sheets(form).pictures()})
    Picture.objects.all().delete()
    report = bring(whole)
    assert report.errors == [] and report.left_out == 0
    note = form_of(report).get_latest_revision_as_object().body[0].value
    assert (note["image_alt"], note["text"]) == ("ថ្នាក់រៀន", "សូមមើល")
    assert note["image"].file.read() == data
    told = io.StringIO()
    call_command("import_xlsform", str(tmp_path / "out.xlsx"), dry_run=True, stdout=told)
    assert " 0 left out" in told.getvalue()
