"""Lists of thousands of choices, as villages are."""

from __future__ import annotations

import pytest
from django.utils import translation

from forms_builder.answers import check_answers
from forms_builder.fields import choice_tree
from forms_builder.models import ChoiceList
from forms_builder.schema import compile_form
from tests.forms_builder.samples import NOW
from tests.forms_builder.xlsform.books import HEAD, bring, form_of, survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def villages(count: int) -> bytes:
    rows = "".join(f"v{n},ភូមិទី{n},Village {n},d{n % 9}\n" for n in range(count))
    return f"name,label::Khmer (km),label::English (en),district\n{rows}".encode()


def brought(count: int, kind: str = "select_one_from_file", **columns: str):
    data = survey(
        ["text", "district", "ស្រុក", "District", *[""] * len(columns)],
        [f"{kind} villages.csv", "village", "ភូមិណា?", "Which village?", *columns.values()],
        head=[*HEAD, *columns],
    )
    return bring(data, files={"villages.csv": villages(count)})


def test_five_thousand_villages_become_a_choice_list():
    report = brought(5_000)
    assert report.ok and report.errors == []
    assert any("more than 600" in entry.message for entry in report.entries)
    known = ChoiceList.objects.get(code="villages")
    assert (known.title, known.rows) == ("ភូមិណា?", 5_000)
    compiled = compile_form(form_of(report))
    item = compiled.schema["sections"][0]["items"][1]
    assert (item["kind"], item["steps"]) == ("cascading_choice", ["choice"])
    path = choice_tree.path_of(item, ["v4999"])
    assert [(option.km, option.en) for option in path] == [("ភូមិទី4999", "Village 4999")]
    texts = compiled.texts
    for answer, fits in ((["v4999"], True), (["v5000"], False)):
        checked = check_answers(compiled.schema, {"village": answer}, texts=texts, now=NOW)
        assert ("village" not in checked.errors) == fits


def test_rules_about_the_village_are_kept():
    report = brought(700, relevant="${district} != ''", constraint=". != 'v3'")
    assert report.errors == []
    compiled = compile_form(form_of(report))
    for answer, fits in (("v4", True), ("v3", False)):
        answers = {"district": "d1", "village": [answer]}
        checked = check_answers(compiled.schema, answers, texts=compiled.texts, now=NOW)
        assert ("village" not in checked.errors) == fits


def test_filter_of_a_long_list_is_left_out_by_name():
    report = brought(700, choice_filter="district = ${district}")
    [entry] = [entry for entry in report.entries if entry.column == "choice_filter"]
    assert (entry.sheet, entry.row) == ("survey", 3)
    assert "Choice lists" in entry.message
    item = compile_form(form_of(report)).schema["sections"][0]["items"][1]
    assert "choice_filter" not in item.get("logic", {})


def test_several_of_a_long_list_are_asked_as_a_text():
    report = brought(700, "select_multiple_from_file")
    item = compile_form(form_of(report)).schema["sections"][0]["items"][1]
    assert item["kind"] == "text"
    [entry] = [entry for entry in report.entries if entry.column == "type"]
    assert "villages.csv" in entry.message and "Shorten the list" in entry.message


def test_list_without_end_is_refused_by_name(monkeypatch):
    monkeypatch.setattr("forms_builder.xlsform.long_lists.MOST_LISTED", 650)
    report = brought(651)
    [error] = report.as_json()["errors"]
    assert (error["sheet"], error["row"], error["column"]) == ("survey", 3, "type")
    assert "villages.csv" in error["message"] and "Keep only" in error["message"]


def test_list_that_is_here_already_stays():
    brought(700)
    report = brought(800)
    assert ChoiceList.objects.get(code="villages").rows == 700
    assert any("says something else here" in entry.message for entry in report.entries)
