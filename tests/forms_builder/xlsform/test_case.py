"""Rubrics as CASE 1.1 has them, out and in."""

import datetime
import json
import re
import uuid
from pathlib import Path

import pytest
from django.core.management import call_command

from forms_builder.actions.import_xlsform import import_case
from forms_builder.models import ObservationForm
from forms_builder.schema import compile_form, items_of
from forms_builder.xlsform.case import case_rubrics
from tests.forms_builder.samples import every_kind, make_domain, make_form, rubric
from tests.forms_builder.xlsform.books import NOW, form_of

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(__file__).parent / "case_schema.json").read_text())
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
FITS = {
    "uuid": lambda value: str(uuid.UUID(value)) == value,
    "uri": lambda value: isinstance(value, str) and value.startswith(("urn:", "http")),
    "text": lambda value: isinstance(value, str) and value != "",
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "moment": lambda value: bool(_MOMENT.fullmatch(value)),
    "object": lambda value: isinstance(value, dict),
    "objects": lambda value: isinstance(value, list) and all(isinstance(o, dict) for o in value),
}


def faults(node, class_name):
    """Return what is not as the class of the schema says."""
    rules = SCHEMA["classes"][class_name]
    found = [name for name in rules["required"] if name not in node]
    for name, value in node.items():
        kind = rules["properties"].get(name)
        if kind in SCHEMA["classes"]:
            found += [fault for one in value for fault in faults(one, kind)]
        elif kind is None or not FITS[kind](value):
            found.append(f"{class_name}.{name}")
    return found


def make():
    return make_form(every_kind(make_domain()))


def bring(document):
    return import_case(data=json.dumps(document).encode(), name="rubric.json", by=None, at=NOW)


def test_case_is_as_the_schema_says():
    (only,) = case_rubrics(make(), NOW)["CFRubrics"]
    assert faults(only, "CFRubric") == []
    assert [one["position"] for one in only["CFRubricCriteria"]] == [1, 2]
    assert only["CFRubricCriteria"][1]["weight"] == 2.0
    assert only["CFRubricCriteria"][0]["category"] == "teaching"


def test_control_a_fault_is_found():
    (only,) = case_rubrics(make(), NOW)["CFRubrics"]
    del only["CFRubricCriteria"][0]["identifier"]
    only["CFRubricCriteria"][1]["CFRubricCriterionLevels"][0]["score"] = "4"
    assert faults(only, "CFRubric") == ["identifier", "CFRubricCriterionLevel.score"]


def test_identifiers_stay_the_same():
    form = make()
    later = NOW + datetime.timedelta(days=1)
    first, second = (case_rubrics(form, at)["CFRubrics"][0] for at in (NOW, later))
    assert first["identifier"] == second["identifier"]
    assert first["lastChangeDateTime"] != second["lastChangeDateTime"]
    assert [c["identifier"] for c in first["CFRubricCriteria"]] == [
        c["identifier"] for c in second["CFRubricCriteria"]
    ]


def test_rubrics_come_back_the_same():
    form = make()
    before = [one for one in items_of(compile_form(form).schema) if one["kind"] == "rubric"]
    words = compile_form(form).texts["items"]
    document = case_rubrics(form, NOW)
    ObservationForm.objects.all().delete()
    again = compile_form(form_of(bring(document)))
    assert list(items_of(again.schema)) == before
    assert all(again.texts["items"][one["id"]] == words[one["id"]] for one in before)


def test_what_a_form_is_for_comes_back():
    form = make_form([rubric("calm", "ភាពស្ងប់ស្ងាត់")], purposes=["SELF_ASSESSMENT"])
    document = case_rubrics(form, NOW)
    document["CFRubrics"][0]["extensions"]["code"] = "another"
    assert form_of(bring(document)).purposes == ["SELF_ASSESSMENT"]
    document["CFRubrics"][0]["extensions"] |= {"code": "third", "purposes": ["APPRAISAL", 7]}
    assert form_of(bring(document)).purposes == ["OBSERVATION"]


def test_what_is_particular_about_a_criterion_comes_back():
    form = make_form(
        [
            rubric("calm", "ភាពស្ងប់ស្ងាត់", reverse=True, allow_na=False, evidence="REQUIRED"),
            rubric("room", "បន្ទប់រៀន", unscored=True, weight="0.5", follows="old_room"),
        ]
    )
    before = list(items_of(compile_form(form).schema))
    assert [one.get("follows") for one in before] == [None, "old_room"]
    document = case_rubrics(form, NOW)
    ObservationForm.objects.all().delete()
    assert list(items_of(compile_form(form_of(bring(document))).schema)) == before


def test_extensions_may_be_an_object_or_a_list():
    document = case_rubrics(make_form([rubric("calm", "ភាពស្ងប់ស្ងាត់")]), NOW)
    (level, *_others) = document["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"]
    assert isinstance(level["extensions"], list)
    level["extensions"] = {"texts": {"km": {"label": "ថ្មី"}}}
    ObservationForm.objects.all().delete()
    (block,) = form_of(bring(document)).body
    assert block.value["levels"][0]["label"] == "ថ្មី"


def test_foreign_rubric_comes_in():
    document = {
        "CFRubrics": [
            {
                "identifier": str(uuid.uuid4()),
                "title": "Essay",
                "CFRubricCriteria": [
                    {
                        "description": "Ideas",
                        "weight": 1.5,
                        "CFRubricCriterionLevels": [
                            {"quality": "Low", "score": 0.5, "description": "Few"},
                            {"quality": "High", "score": 2},
                        ],
                    },
                    {"description": "One level only", "CFRubricCriterionLevels": [{"score": 1}]},
                ],
            }
        ]
    }
    report = bring(document)
    assert report.ok and report.languages == ["en"]
    assert len(report.errors) == report.adapted == 1
    (block,) = form_of(report).body
    assert [level["value"] for level in block.value["levels"]] == [1, 2]
    assert block.value["label"] == "Ideas"


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"[]", b"{}", b'{"CFRubrics": 3}', b'{"CFRubrics": [{}]}', b"[" * 100_000],
)
def test_other_files_give_a_report(data):
    report = import_case(data=data, name="x.json", by=None, at=NOW)
    assert not report.ok and report.errors


def test_form_without_rubrics_has_no_criteria():
    (only,) = case_rubrics(make_form([]), NOW)["CFRubrics"]
    assert only["CFRubricCriteria"] == []
    (one,) = case_rubrics(make_form([rubric("a", "ក")], code="b"), NOW)["CFRubrics"]
    assert len(one["CFRubricCriteria"]) == 1


def test_command_writes_case(tmp_path):
    make()
    call_command("export_case", "observation", str(tmp_path / "out.json"))
    (only,) = json.loads((tmp_path / "out.json").read_text())["CFRubrics"]
    assert faults(only, "CFRubric") == []
