"""Workbooks of other tools, of many languages, very long ones, and such with faults."""

import pytest

from forms_builder.models import ObservationForm
from tests.forms_builder.xlsform.books import (
    CHOICE_HEAD,
    HEAD,
    YES_NO,
    asked,
    bring,
    form_of,
    survey,
)
from tests.forms_builder.xlsform.test_workbooks import TEXTS, item, kinds, words

pytestmark = pytest.mark.django_db


def test_three_languages_leave_one_out():
    data = survey(
        ["text", "a", "ឈ្មោះ", "Name", "Nom"],
        head=[*HEAD, "label::French (fr)"],
    )
    report = bring(data)
    assert report.languages == ["km", "en"]
    assert (1, "label::French (fr)") in words(report, "left_out")


def test_one_unnamed_language_is_told_by_its_letters():
    plain = [["list_name", "name", "label"], ["x", "a", "ក"]]
    report = bring(survey(["text", "a", "ឈ្មោះ"], head=["type", "name", "label"], choices=plain))
    assert report.languages == ["km"]
    report = bring(
        survey(
            ["text", "a", "Name"],
            head=["type", "name", "label"],
            choices=[["list_name", "name", "label"], ["x", "a", "A"]],
            settings=[["form_id"], ["english"]],
        )
    )
    assert report.languages == ["en"]
    assert form_of(report).locale.language_code == "en"


def test_foreign_language_stands_as_english():
    report = bring(
        survey(
            ["text", "a", "Nom"],
            head=["type", "name", "label::Français (fr)"],
            choices=[CHOICE_HEAD[:2]],
            settings=[["form_id"], ["french"]],
        )
    )
    assert report.languages == ["en"]
    assert report.adapted


def test_six_hundred_questions_come_in():
    report = bring(survey(*[["text", f"q{n}", f"សំណួរ {n}", f"Question {n}"] for n in range(600)]))
    assert report.questions == report.taken == 600
    assert report.errors == []


def test_six_hundred_choices_come_in_and_more_become_a_list_of_their_own():
    rows = [["big", f"c{n}", f"ជម្រើស {n}", f"Choice {n}"] for n in range(600)]
    data = survey(["select_one big", "a", *TEXTS], choices=[CHOICE_HEAD, *rows])
    assert len(item(form_of(bring(data)), "a")["choices"]) == 600
    rows.append(["big", "more", "ទៀត", "More"])
    report = bring(survey(["select_one big", "b", *TEXTS], choices=[CHOICE_HEAD, *rows]))
    assert kinds(form_of(report)) == ["cascading_choice"]
    assert (2, "type") in words(report, "adapted")


def test_kobo_matrix_becomes_a_group_of_questions():
    data = survey(
        ["begin_kobomatrix", "m", *TEXTS, "subjects"],
        ["integer", "hours", "ម៉ោង", "Hours"],
        ["end_kobomatrix"],
        head=[*HEAD, "kobo--matrix_list"],
    )
    form = form_of(bring(data))
    assert kinds(form) == ["section", "integer", "integer"]
    assert form.body[1].value["label"] == "ភាសាខ្មែរ – ម៉ោង"


def test_kobo_rating_becomes_a_choice_for_every_row():
    data = survey(
        ["begin_score", "s", *TEXTS, "subjects"],
        ["score__row", "one", "ទីមួយ", "First"],
        ["score__row", "two", "ទីពីរ", "Second"],
        ["end_score"],
        head=[*HEAD, "kobo--score-choices"],
    )
    assert kinds(form_of(bring(data))) == ["section", "single_choice", "single_choice"]


def test_media_and_trigger_are_reported():
    report = bring(
        asked(["text", "b", *TEXTS], **{"media::image": "tree.png", "trigger": "${age}"})
    )
    assert report.ok
    assert {column for _row, column in words(report, "left_out")} == {"media::image", "trigger"}


def test_guidance_goes_to_the_help():
    report = bring(asked(["text", "b", *TEXTS], **{"guidance_hint::English": "Look first."}))
    assert report.adapted == 1


def test_switched_off_rows_are_left_out():
    report = bring(asked(["text", "b", *TEXTS], disabled="yes"))
    assert "b" not in [c.value["code"] for c in form_of(report).body]
    assert report.left_out == 1


# Faults: rows, and the place of the fault that is reported while the rest is taken.
FAULTS = {
    "unknown type": (["hologram", "b", *TEXTS], (5, "type")),
    "unknown list": (["select_one nothing", "b", *TEXTS], (5, "type")),
    "end without begin": (["end group"], (5, "type")),
    "begin without end": (["begin group", "g", *TEXTS], (5, "type")),
    "row without type": ([None, "b", *TEXTS], (5, "type")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_reported_by_row_and_the_rest_is_taken(name):
    row, place = FAULTS[name]
    report = bring(asked(row))
    assert report.ok
    assert place in words(report, "wrong")
    assert report.questions >= 3


@pytest.mark.parametrize(
    "source",
    [
        "${nobody} = 1",
        "${age} >",
        "frobnicate(${age})",
        "age = 3",
        "pulldata('a','b','c',${age}) = 1",
    ],
)
def test_rule_that_cannot_be_read_is_left_out_and_said(source):
    report = bring(asked(["text", "b", *TEXTS], relevant=source))
    assert report.ok
    assert words(report, "wrong") == [(5, "relevant")]
    assert "logic" not in item(form_of(report), "b")


def test_circle_of_rules_is_broken_and_said():
    data = survey(
        ["text", "a", *TEXTS, "${b} = '1'"],
        ["text", "b", *TEXTS, "${a} = '1'"],
        head=[*HEAD, "relevant"],
    )
    report = bring(data)
    assert report.ok
    assert len(words(report, "wrong")) == 1


def test_double_names_are_told_apart():
    report = bring(survey(["text", "a", *TEXTS], ["text", "a", *TEXTS]))
    assert [c.value["code"] for c in form_of(report).body] == ["a", "a_2"]
    assert report.adapted == 1


def test_double_choices_are_taken_once():
    rows = [CHOICE_HEAD, *YES_NO, YES_NO[0]]
    report = bring(survey(["select_one yn", "a", *TEXTS], choices=rows))
    assert words(report, "wrong") == [(4, "name")]
    assert len(item(form_of(report), "a")["choices"]) == 2


def test_same_workbook_again_renews_the_draft():
    first = bring(survey(["text", "a", *TEXTS]))
    second = bring(survey(["text", "a", "ថ្មី", "New"], ["text", "b", *TEXTS]))
    assert first.form_id == second.form_id
    assert ObservationForm.objects.filter(locale__language_code="km").count() == 1
    assert len(form_of(second).get_latest_revision_as_object().body) == 2


def test_other_form_of_the_same_code_stays_as_it_is():
    bring(survey(["text", "a", *TEXTS]))
    report = bring(survey(["text", "z", *TEXTS]))
    assert report.code == "trial_2"


def test_html_and_long_labels_are_adapted():
    report = bring(survey(["text", "a", "<b>ឈ្មោះ</b>", "x" * 900]))
    assert report.ok
    assert form_of(report).body[0].value["label"] == "ឈ្មោះ"
    assert report.adapted == 2
