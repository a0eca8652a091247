"""pulldata() and instance(): the tables come in with the workbook, work, and go out again."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone, translation

from forms_builder.actions.publish_version import publish_version
from forms_builder.answers import check_answers
from forms_builder.comparison.changes import compare
from forms_builder.comparison.entries import Side
from forms_builder.logic.phone import phone_logic
from forms_builder.models import Domain, ObservationForm
from forms_builder.schema import compile_form
from forms_builder.xlsform import lookup_tables
from forms_builder.xlsform.media_zip import zipped
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from forms_builder.xlsform.writing import Sheets
from forms_builder.xlsform.xform import xform_text
from tests.forms_builder.samples import NOW
from tests.forms_builder.xlsform.books import HEAD, bring, form_of, survey
from tests.forms_builder.xlsform.test_xform import needs_java

pytestmark = pytest.mark.django_db

VILLAGES = """code,name,district,pupils
v1,ភូមិថ្មី,d1,120
v2,"ភូមិចាស់, ខាងជើង",d1,80
v3,ភូមិក្រោម,d2,45
"""
PULLED = "pulldata('villages', 'name', 'code', ${village})"
SUMMED = "sum(instance('villages')/root/item[district = ${district}]/pupils)"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def workbook(*calculations: str) -> bytes:
    return survey(
        ["text", "village", "លេខកូដភូមិ", "Village", ""],
        ["text", "district", "លេខកូដស្រុក", "District", ""],
        *(
            ["calculate", f"found_{number}", "រកឃើញ", "Found", calculation]
            for number, calculation in enumerate(calculations, 1)
        ),
        head=[*HEAD, "calculation"],
    )


def brought(*calculations: str, files=None):
    files = {"villages.csv": VILLAGES.encode()} if files is None else files
    return bring(workbook(*calculations), files=files)


def answered(form, **answers):
    compiled = compile_form(form)
    checked = check_answers(compiled.schema, answers, texts=compiled.texts, now=NOW)
    assert checked.errors == {}
    codes = {
        item["id"]: item["code"]
        for section in compiled.schema["sections"]
        for item in section["items"]
    }
    return {codes[key]: value for key, value in checked.values.items()}


def test_tables_come_in_and_are_looked_up():
    report = brought(PULLED, SUMMED)
    assert report.ok and report.errors == []
    found = answered(form_of(report), village="v2", district="d1")
    assert found["found_1"] == "ភូមិចាស់, ខាងជើង"
    assert found["found_2"] == "200"
    assert "found_1" not in answered(form_of(report), village="v9")


def test_version_and_phone_have_the_columns_that_are_looked_at():
    form = form_of(brought(PULLED))
    rows = [
        {"code": "v1", "name": "ភូមិថ្មី"},
        {"code": "v2", "name": "ភូមិចាស់, ខាងជើង"},
        {"code": "v3", "name": "ភូមិក្រោម"},
    ]
    version = publish_version(form=form, at=timezone.now())
    assert version.schema["lists"] == {"villages": rows}
    texts = version.texts.get(language="km").texts
    assert phone_logic(version.schema, texts)["lists"] == {"villages": rows}


def test_translation_has_the_same_tables():
    form = form_of(brought(PULLED))
    english = form.get_translations().get().get_latest_revision_as_object()
    assert english.locale.language_code == "en"
    assert english.tables == form.tables != {}
    assert compile_form(english).schema == compile_form(form).schema


def test_renewed_table_makes_a_new_version_and_leaves_the_old():
    form = form_of(brought(PULLED))
    first = publish_version(form=form, at=timezone.now())
    brought(PULLED, files={"villages.csv": VILLAGES.replace("ភូមិថ្មី", "ភូមិសែនស៊ុំ").encode()})
    form = ObservationForm.objects.get(pk=form.pk).get_latest_revision_as_object()
    second = publish_version(form=form, at=timezone.now())
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    names = [one.schema["lists"]["villages"][0]["name"] for one in (first, second)]
    assert names == ["ភូមិថ្មី", "ភូមិសែនស៊ុំ"]


def test_commands_take_and_write_the_files_beside(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "trial.xlsx").write_bytes(workbook(PULLED))
    (tmp_path / "in" / "villages.csv").write_text(VILLAGES)
    call_command("import_xlsform", str(tmp_path / "in" / "trial.xlsx"), stdout=io.StringIO())
    for name in ("export_xlsform", "export_xform"):
        out = tmp_path / "trial"
        call_command(name, "trial", str(out), stdout=io.StringIO())
        table = out.with_name("villages.csv")
        rows = list(csv.reader(io.StringIO(table.read_text())))
        assert rows == list(csv.reader(io.StringIO(VILLAGES)))
        table.unlink()


def test_list_of_the_choices_sheet_is_a_table():
    data = survey(
        ["select_one subjects", "subject", "មុខវិជ្ជា", "Subject", ""],
        [
            "calculate",
            "name",
            "ឈ្មោះ",
            "Name",
            "instance('subjects')/root/item[name = ${subject}]/label",
        ],
        head=[*HEAD, "calculation"],
    )
    report = bring(data)
    assert report.errors == []
    assert answered(form_of(report), subject="maths")["name"] == "គណិតវិទ្យា"


def test_values_that_became_others_are_found_in_the_table():
    data = survey(
        ["select_one places", "place", "ទីកន្លែង", "Place", ""],
        ["calculate", "size", "ទំហំ", "Size", "pulldata('sizes', 'size', 'place', ${place})"],
        head=[*HEAD, "calculation"],
        choices=[
            ["list_name", "name", "label::Khmer (km)"],
            ["places", "Phnom Penh", "ភ្នំពេញ"],
            ["places", "Takeo", "តាកែវ"],
        ],
    )
    files = {"sizes.csv": "place,size\nPhnom Penh,ធំ\nTakeo,តូច\n".encode()}
    form = form_of(bring(data, files=files))
    schema = compile_form(form).schema
    values = [one["value"] for one in schema["sections"][0]["items"][0]["choices"]]
    assert values[0] != "Phnom Penh"
    assert answered(form, place=values[0])["size"] == "ធំ"
    assert answered(form, place=values[1])["size"] == "តូច"


def test_table_that_several_rules_look_at_is_written_anew_once():
    looked_up = ["size", "kind"]
    data = survey(
        ["select_one places", "place", "ទីកន្លែង", "Place", ""],
        *(
            ["calculate", name, name, name, f"pulldata('sizes', '{name}', 'place', ${{place}})"]
            for name in looked_up
        ),
        head=[*HEAD, "calculation"],
        choices=[
            ["list_name", "name", "label::Khmer (km)"],
            ["places", "Siem Reap", "សៀមរាប"],
            ["places", "siem_reap", "ក្រុងសៀមរាប"],
        ],
    )
    files = {"sizes.csv": "place,size,kind\nSiem Reap,ធំ,ខេត្ត\nsiem_reap,តូច,ក្រុង\n".encode()}
    form = form_of(bring(data, files=files))
    items = compile_form(form).schema["sections"][0]["items"]
    first, second = (one["value"] for one in items[0]["choices"])
    for value, expected in ((first, ["ធំ", "ខេត្ត"]), (second, ["តូច", "ក្រុង"])):
        found = answered(form, place=value)
        assert [found[name] for name in looked_up] == expected


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "villages.csv"),
        ({"villages.csv": b"code,name\n"}, "no rows"),
        ({"villages.csv": "code,name\nv1,ភូមិ".encode("utf-16")}, "UTF-8"),
        ({"villages.csv": b"code,title\nv1,a\n"}, "no column “name”. It has: code, title"),
        ({"villages.csv": b"code,name\n" + b"v,a\n" * 10_001}, "more than"),
        ({"villages.csv": b"code,name\n" + (b"v," + b"a" * 100 + b"\n") * 5_000}, "too much"),
        ({"villages.csv": b"code,name\n" + b"v,a\n" * 1_500_000}, "larger than 5 MB"),
    ],
)
def test_missing_or_unfit_table_is_named_with_its_place(files, words):
    report = brought(PULLED, files=files)
    error, *_without_it = report.as_json()["errors"]
    assert (error["sheet"], error["row"], error["column"]) == ("survey", 4, "calculation")
    assert "villages" in error["message"] and words in error["message"]
    assert compile_form(form_of(report)).schema.get("lists") is None


@pytest.mark.parametrize("name", ["../villages", "/tmp/v", "a\\\\b", ".hidden", "v" * 101])
def test_table_is_no_way_out_of_its_folder(name):
    calculation = PULLED.replace("villages", name)
    report = brought(calculation, files={f"{name}.csv": VILLAGES.encode()})
    assert "no name of a table" in report.as_json()["errors"][0]["message"]
    assert form_of(report).tables == {}


def test_five_thousand_villages_are_carried():
    rows = "".join(f"v{number},ភូមិទី{number}\n" for number in range(5_000))
    report = brought(PULLED, files={"villages.csv": f"code,name\n{rows}".encode()})
    assert report.errors == []
    assert answered(form_of(report), village="v4999")["found_1"] == "ភូមិទី4999"


def test_workbook_and_tables_come_in_one_zip():
    data = zipped(
        {
            "form/trial.xlsx": workbook(PULLED),
            "form/media/villages.csv": VILLAGES.encode(),
            "__MACOSX/form/._trial.xlsx": b"x",
        }
    )
    report = bring(data, "trial.zip")
    assert report.errors == []
    assert answered(form_of(report), village="v3")["found_1"] == "ភូមិក្រោម"


@pytest.mark.parametrize(
    "names", [("villages.csv",), ("one.xlsx", "two.xlsx"), ("one.xlsx", "two.xlsx", "a.csv")]
)
def test_zip_without_its_one_workbook_is_refused(names):
    report = bring(zipped(dict.fromkeys(names, workbook(PULLED))), "trial.zip")
    assert not report.ok
    assert "one workbook" in report.as_json()["errors"][0]["message"]


def test_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("forms_builder.xlsform.media_zip.MAX_UNZIPPED_BYTES", 1_000)
    report = bring(zipped({"trial.xlsx": workbook(PULLED)}), "trial.zip")
    assert not report.ok and "unpacks" in report.as_json()["errors"][0]["message"]


def test_export_comes_back_the_same_and_has_the_files():
    form = form_of(brought(PULLED, SUMMED))
    before = compile_form(form)
    data = xlsform_bytes(form)
    [(name, table)] = Sheets(form).lookups.items()
    again = csv.reader(io.StringIO(lookup_tables.csv_bytes(table).decode()))
    assert [name, *again] == ["villages", *csv.reader(io.StringIO(VILLAGES))]
    ObservationForm.objects.all().delete()
    Domain.objects.all().delete()
    report = bring(data)
    assert report.errors == []
    after = compile_form(form_of(report))
    assert after.schema == before.schema
    assert after.structure_hash == before.structure_hash


def test_xform_names_the_file():
    needs_java()
    text = xform_text(form_of(brought(PULLED, SUMMED)), validate=True)
    assert text.count("jr://file-csv/villages.csv") == 1
    assert "pulldata('villages', 'name', 'code'" in text


def test_rule_about_a_table_that_is_not_there_is_not_published():
    form = form_of(brought(PULLED))
    for tables, words in (({}, "does not have"), (form.tables, "")):
        form.tables = tables
        if words:
            with pytest.raises(ValidationError, match=words):
                publish_version(form=form, at=timezone.now())
        else:
            assert publish_version(form=form, at=timezone.now())
    source = form.body[-1].value["calculation"].replace("'name'", "'title'")
    form.body[-1].value["calculation"] = source
    with pytest.raises(ValidationError, match="no column “title”"):
        publish_version(form=form, at=timezone.now())


def test_renewed_table_is_told_before_publishing():
    form = form_of(brought(PULLED))
    old = compile_form(form)
    brought(PULLED, files={"villages.csv": VILLAGES.replace("ភូមិថ្មី", "ភូមិសែនស៊ុំ").encode()})
    new = compile_form(ObservationForm.objects.get(pk=form.pk).get_latest_revision_as_object())
    [change] = compare(Side(old.schema, old.texts), Side(new.schema, new.texts)).structure
    assert (change.code, change.kind, change.details) == (
        "villages",
        "Table",
        ["Its rows are others."],
    )
