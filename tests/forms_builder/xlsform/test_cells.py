"""What spreadsheet programs and people do to cells, and sheets that are missing or twice there."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from forms_builder.models import ObservationForm
from forms_builder.schema import compile_form
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from tests.forms_builder.xlsform.books import (
    CHOICE_HEAD,
    HEAD,
    YES_NO,
    asked,
    book,
    bring,
    form_of,
    survey,
)
from tests.forms_builder.xlsform.test_workbooks import TEXTS, item, kinds, words

pytestmark = pytest.mark.django_db
NAME = ["text", "a", *TEXTS]


def edited(data, change):
    """The workbook after `change(workbook)`."""
    workbook = load_workbook(io.BytesIO(data))
    change(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


# name of the case: header, row
WRITINGS = {
    "byte order mark": (["\ufefftype", *HEAD[1:]], NAME),
    "hard spaces": (HEAD, ["\u00a0text\u00a0", "a\u00a0", *TEXTS]),
    "zero-width spaces": (HEAD, ["text\u200b", "a", *TEXTS]),
    "capitals": (["Type", "NAME", *HEAD[2:]], ["Text", "a", *TEXTS]),
    "spaces around headings": ([" type ", "name  ", *HEAD[2:]], NAME),
    "stars of needed columns": (["type*", "*name", *HEAD[2:]], NAME),
    "one colon": (["type", "name", "label:Khmer (km)", "label:English (en)"], NAME),
    "brackets": (["type", "name", "label (km)", "label [English]"], NAME),
    "language in Khmer": (["type", "name", "label::ភាសាខ្មែរ", "label::អង់គ្លេស"], NAME),
    "idle columns": ([*HEAD, "remarks", None, "reviewer"], [*NAME, "later", "x", "Sok"]),
}


@pytest.mark.parametrize("name", WRITINGS)
def test_writing_of_cells_does_no_harm(name):
    head, row = WRITINGS[name]
    report = bring(survey(row, head=head))
    assert report.errors == []
    assert report.languages == ["km", "en"]
    (block,) = form_of(report).body
    assert (block.block_type, block.value["code"]) == ("text", "a")
    assert block.value["label"] == "ឈ្មោះ"


def test_numbers_stand_for_texts_and_texts_for_numbers():
    rows = [CHOICE_HEAD, ["n", 1, "មួយ", "One"], ["n", 2.0, "ពីរ", "Two"], ["n", "03", "បី", 3]]
    data = survey(
        ["select_one n", "a", *TEXTS, ""],
        ["integer", "b", 2026, "Year", "5"],
        head=[*HEAD, "default"],
        choices=rows,
    )
    report = bring(data)
    assert report.errors == []
    form = form_of(report)
    assert [one["value"] for one in item(form, "a")["choices"]] == ["1", "2", "03"]
    assert form.body[1].value["label"] == "2026"
    assert item(form, "b")["logic"]["default"] == ["number", "5"]


def test_formulas_are_not_worked_out():
    """A formula whose result was never stored is an empty cell; nothing is executed."""
    report = bring(survey(["text", "a", "=HYPERLINK(1)", "=1+1"], ["text", "b", *TEXTS]))
    assert report.ok
    assert "HYPERLINK" not in form_of(report).body[0].value["label"]
    assert (2, "label::Khmer (km)") in words(report, "adapted") or report.adapted


def test_result_of_a_formula_is_read_as_shown():
    def change(workbook):
        workbook["survey"]["C2"].value = "=A2"

    data = edited(survey(NAME), change)
    assert bring(data).ok


def test_merged_cells_count_once():
    def change(workbook):
        workbook["survey"].merge_cells("C2:C3")

    report = bring(edited(survey(NAME, ["text", "b", *TEXTS]), change))
    assert report.ok and report.questions == 2
    form = form_of(report)
    assert form.body[0].value["label"] == "ឈ្មោះ"
    assert form.body[1].value["label"]
    assert 3 in {row for row, _column in words(report, "adapted")}


def test_title_above_the_table_and_blank_rows_do_no_harm():
    rows = [["ទម្រង់សង្កេត ២០២៦"], [], HEAD, NAME, [], [None, " "], ["text", "b", *TEXTS]]
    report = bring(book(survey=rows))
    assert report.errors == []
    assert [child.value["code"] for child in form_of(report).body] == ["a", "b"]


@pytest.mark.parametrize("left", [("survey",), ("survey", "choices"), ("survey", "settings")])
def test_sheets_that_are_not_needed_may_be_missing(left):
    def change(workbook):
        for name in workbook.sheetnames:
            if name not in left:
                del workbook[name]

    report = bring(edited(survey(NAME), change), name="ការសង្កេត.xlsx")
    assert report.ok and report.errors == []
    assert report.code


def test_missing_choices_sheet_is_said_where_a_question_needs_it():
    report = bring(book(survey=[HEAD, NAME, ["select_one yn", "b", *TEXTS]]))
    assert report.ok
    assert words(report, "wrong") == [(3, "type")]


def test_choices_without_their_columns_are_said():
    report = bring(survey(NAME, choices=[["a", "b"], ["x", "y"]]))
    assert report.ok
    assert words(report, "wrong") == [(1, "list_name")]


def test_sheet_that_is_there_twice_is_read_once():
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, row in (("Survey", NAME), ("survey ", ["text", "z", *TEXTS])):
        sheet = workbook.create_sheet(name)
        for cells in (HEAD, row):
            sheet.append(cells)
    stream = io.BytesIO()
    workbook.save(stream)
    report = bring(stream.getvalue())
    assert [child.value["code"] for child in form_of(report).body] == ["a"]


def test_column_that_is_there_twice_is_read_once():
    report = bring(survey([*NAME, "ពីរដង"], head=[*HEAD, HEAD[2]]))
    assert form_of(report).body[0].value["label"] == "ឈ្មោះ"


def test_cell_of_thousands_of_letters_is_cut_and_said():
    report = bring(survey(["text", "a", "ក" * 32_000, "Name"]))
    assert report.ok and report.adapted == 1


@pytest.mark.parametrize("cell", [True, "TRUE", 1, "yes", "Yes"])
def test_yes_is_written_in_many_ways(cell):
    form = form_of(bring(asked(["text", "b", *TEXTS], required=cell)))
    assert item(form, "b")["required"] is True


# name of the case: rows of the survey, kinds that they become, columns reported as left out
MORE_TYPES = {
    "barcode": ([["barcode", "a", *TEXTS]], ["barcode"], []),
    "geopoint": ([["geopoint", "a", *TEXTS]], ["place"], []),
    "gps": ([["gps", "a", *TEXTS]], ["place"], []),
    "photo": ([["photo", "a", *TEXTS]], ["photo"], []),
    "hidden": (
        [["hidden", "a", *TEXTS], ["text", "b", *TEXTS]],
        ["text"],
        [],
    ),
    "select1": ([["select1 yn", "a", *TEXTS]], ["single_choice"], []),
    "select": ([["select yn", "a", *TEXTS]], ["multiple_choice"], []),
    "audit": ([["audit", "audit"], NAME], ["text"], ["type"]),
    "background audio": ([["background-audio", "x"], NAME], ["text"], ["type"]),
    "SurveyCTO, case": ([["caseid", "caseid"], NAME], ["text"], ["type"]),
    "SurveyCTO, text audit": ([["text audit", "x"], NAME], ["text"], ["type"]),
    "SurveyCTO, comments": ([["comments", "x"], NAME], ["text"], ["type"]),
    "SurveyCTO, sensor": ([["sensor_statistic", "x"], NAME], ["text"], ["type"]),
    "SurveyCTO, speed": ([["speed violations count", "x"], NAME], ["text"], ["type"]),
    "Kobo, ranking": (
        [["begin_rank", "r", *TEXTS], ["rank__level", "one", *TEXTS], ["end_rank"]],
        ["section"],
        [],
    ),
}


@pytest.mark.parametrize("name", MORE_TYPES)
def test_type_of_a_dialect_becomes_its_kind(name):
    rows, expected, left_out = MORE_TYPES[name]
    report = bring(survey(*rows))
    assert report.ok
    assert kinds(form_of(report))[: len(expected)] == expected
    assert [column for _row, column in words(report, "left_out")] == left_out


@pytest.mark.parametrize("type", ["geotrace", "geoshape", "video", "xml-external"])
def test_type_without_a_kind_is_said_by_row(type):
    report = bring(survey(NAME, [type, "b", *TEXTS]))
    assert report.ok
    assert (3, "type") in [*words(report, "wrong"), *words(report, "left_out")]
    assert kinds(form_of(report)) == ["text"]


def test_calculation_of_its_own_becomes_a_calculated_value():
    data = survey(
        ["integer", "n", *TEXTS, ""],
        ["calculate", "twice", "", "", "${n} * 2"],
        ["calculate_here", "again", "", "", "${n} + 1"],
        head=[*HEAD, "calculation"],
    )
    report = bring(data)
    assert report.errors == []
    assert kinds(form_of(report)) == ["integer", "calculated", "calculated"]
    found = item(form_of(report), "twice")["logic"]["calculation"]
    assert found == ["*", ["ref", "n"], ["number", "2"]]


def test_hidden_value_is_its_default_and_comes_back():
    data = survey(["hidden", "edition", "", "", "2026-1"], NAME, head=[*HEAD, "default"])
    report = bring(data)
    assert report.errors == []
    before = compile_form(form_of(report))
    assert item(form_of(report), "edition")["logic"] == {"calculation": ["text", "2026-1"]}
    data = xlsform_bytes(form_of(report))
    ObservationForm.objects.all().delete()
    assert compile_form(form_of(bring(data))).schema == before.schema


def test_columns_of_surveycto_are_taken_or_said():
    data = asked(
        ["text", "b", *TEXTS], relevance="${age} > 3", minimum_seconds="5", publishable="yes"
    )
    report = bring(data)
    assert item(form_of(report), "b")["logic"]["relevant"][0] == ">"
    assert {column for _row, column in words(report, "left_out")} == {
        "minimum_seconds",
        "publishable",
    }


def test_names_of_kobo_are_taken():
    head = ["type", "$autoname", *HEAD[2:], "$kuid"]
    report = bring(survey(["text", "given_name", *TEXTS, "abc123"], head=head))
    assert report.errors == []
    assert form_of(report).body[0].value["code"] == "given_name"


def test_slider_keeps_its_ends():
    head = [*HEAD, "parameters"]
    form = form_of(bring(survey(["range", "a", *TEXTS, "start=1; end=7, step=2"], head=head)))
    found = item(form, "a")
    assert (found["minimum"], found["maximum"], found["step"]) == ("1", "7", "2")


def test_words_in_khmer_come_in_clean():
    report = bring(survey(["text", "a", "សិស្ស\u200b ឆ្លើយ", "Pupils answer"]))
    assert compile_form(form_of(report)).texts["items"].popitem()[1]["label"].startswith("សិស្ស")


def test_choices_of_three_languages_leave_one_out():
    head = [*CHOICE_HEAD, "label::French (fr)"]
    rows = [head, *([*row, "oui"] for row in YES_NO)]
    report = bring(survey(["select_one yn", "a", *TEXTS], choices=rows))
    assert report.languages == ["km", "en"]
    assert "oui" not in str(compile_form(form_of(report)).texts)
