"""Workbooks as the field writes them: what each becomes, and that it comes back the same."""

import pytest

from forms_builder.answers import check_answers
from forms_builder.models import ObservationForm
from forms_builder.schema import compile_form, items_of
from forms_builder.xlsform.spreadsheet import xlsform_bytes
from tests.forms_builder.xlsform.books import (
    CHOICE_HEAD,
    HEAD,
    NOW,
    asked,
    bring,
    form_of,
    survey,
)

pytestmark = pytest.mark.django_db

TEXTS = ["ឈ្មោះ", "Name"]
PLACES = [
    ["list_name", "name", "label::Khmer (km)", "label::English (en)", "province"],
    ["provinces", "PP", "ភ្នំពេញ", "Phnom Penh", ""],
    ["provinces", "SR", "សៀមរាប", "Siem Reap", ""],
    ["districts", "d1", "ស្រុក ១", "District 1", "PP"],
    ["districts", "d2", "ស្រុក ២", "District 2", "SR"],
]


def kinds(form):
    return [child.block_type for child in form.body]


def item(form, code):
    return next(one for one in items_of(compile_form(form).schema) if one["code"] == code)


def words(report, what):
    return [(entry.row, entry.column) for entry in report.entries if entry.what == what]


# name of the case: rows of the survey, the kinds that they become
TYPES = {
    "text": ([["text", "a", *TEXTS]], ["text"]),
    "string": ([["string", "a", *TEXTS]], ["text"]),
    "integer": ([["integer", "a", *TEXTS]], ["integer"]),
    "int": ([["int", "a", *TEXTS]], ["integer"]),
    "decimal": ([["decimal", "a", *TEXTS]], ["decimal"]),
    "date": ([["date", "a", *TEXTS]], ["date"]),
    "time": ([["time", "a", *TEXTS]], ["time"]),
    "dateTime": ([["dateTime", "a", *TEXTS]], ["datetime"]),
    "datetime": ([["datetime", "a", *TEXTS]], ["datetime"]),
    "select_one": ([["select_one yn", "a", *TEXTS]], ["single_choice"]),
    "select one, spaced": ([["select one yn", "a", *TEXTS]], ["single_choice"]),
    "select_multiple": ([["select_multiple subjects", "a", *TEXTS]], ["multiple_choice"]),
    "select all that apply": (
        [["select all that apply from subjects", "a", *TEXTS]],
        ["multiple_choice"],
    ),
    "or_other": ([["select_one yn or_other", "a", *TEXTS]], ["single_choice"]),
    "or_other, several": ([["select_multiple yn or other", "a", *TEXTS]], ["multiple_choice"]),
    "or_other, ranked": ([["rank yn or_other", "a", *TEXTS]], ["ranked_choice"]),
    "minimal in the type": ([["select_one yn minimal", "a", *TEXTS]], ["single_choice"]),
    "note": ([["note", "a", *TEXTS]], ["note"]),
    "image": ([["image", "a", *TEXTS]], ["photo"]),
    "audio": ([["audio", "a", *TEXTS]], ["audio"]),
    "file": ([["file", "a", *TEXTS]], ["file"]),
    "range": ([["range", "a", *TEXTS]], ["range"]),
    "rank": ([["rank subjects", "a", *TEXTS]], ["ranked_choice"]),
    "acknowledge": ([["acknowledge", "a", *TEXTS]], ["acknowledgement"]),
    "metadata": ([["start", "s"], ["deviceid", "d"], ["text", "a", *TEXTS]], ["text"]),
    "section": (
        [["begin group", "g", *TEXTS], ["text", "a", *TEXTS], ["end group"]],
        ["section", "text"],
    ),
    "begin_group": (
        [["begin_group", "g", *TEXTS], ["text", "a", *TEXTS], ["end_group"]],
        ["section", "text"],
    ),
    "group in a group": (
        [
            ["begin group", "g", *TEXTS],
            ["begin group", "h", *TEXTS],
            ["text", "a", *TEXTS],
            ["end group"],
            ["end group"],
        ],
        ["section", "group", "text", "group_end"],
    ),
    "repeat": (
        [["begin repeat", "r", *TEXTS], ["text", "a", *TEXTS], ["end repeat"]],
        ["repeat", "text", "repeat_end"],
    ),
    "question after a group": (
        [["begin group", "g", *TEXTS], ["text", "a", *TEXTS], ["end group"], ["date", "b", *TEXTS]],
        ["section", "text", "section", "date"],
    ),
    "comment row": ([["#text", "z", *TEXTS], ["text", "a", *TEXTS]], ["text"]),
}


@pytest.mark.parametrize("name", TYPES)
def test_type_becomes_its_kind_and_comes_back(name):
    rows, expected = TYPES[name]
    report = bring(survey(*rows))
    assert report.ok, report.errors
    assert report.errors == []
    form = form_of(report)
    assert kinds(form) == expected
    before = compile_form(form)
    data = xlsform_bytes(form)
    ObservationForm.objects.all().delete()
    again = form_of(bring(data))
    assert compile_form(again).structure_hash == before.structure_hash


# name of the case: columns of the last question, the part of its logic that they become
LOGIC = {
    "relevant": (
        {"relevant": "${has} = 'yes'"},
        {"relevant": ["=", ["ref", "has"], ["text", "yes"]]},
    ),
    "relevance, SurveyCTO": (
        {"relevance": "${age} > 3"},
        {"relevant": [">", ["ref", "age"], ["number", "3"]]},
    ),
    "bind::relevant": (
        {"bind::relevant": "${age} > 3"},
        {"relevant": [">", ["ref", "age"], ["number", "3"]]},
    ),
    "curly quotes": (
        {"relevant": "${has} = ‘yes’"},
        {"relevant": ["=", ["ref", "has"], ["text", "yes"]]},
    ),
    "selected": (
        {"relevant": "selected(${teaches}, 'maths')"},
        {"relevant": ["call", "selected", ["ref", "teaches"], ["text", "maths"]]},
    ),
    "required by rule": (
        {"required": "${has} = 'no'"},
        {"required": ["=", ["ref", "has"], ["text", "no"]]},
    ),
    "readonly": ({"readonly": "yes"}, {"read_only": ["call", "true"]}),
    "read only": (
        {"read only": "${age} > 9"},
        {"read_only": [">", ["ref", "age"], ["number", "9"]]},
    ),
    "constraint": ({"constraint": ". > 0"}, {"constraint": [">", ["self"], ["number", "0"]]}),
    "static default": ({"default": "5"}, {"default": ["number", "5"]}),
    "dynamic default": (
        {"default": "${age} + 1"},
        {"default": ["+", ["ref", "age"], ["number", "1"]]},
    ),
    "calculation": (
        {"calculation": "${age} * 2"},
        {"calculation": ["*", ["ref", "age"], ["number", "2"]]},
    ),
}


@pytest.mark.parametrize("name", LOGIC)
def test_logic_becomes_a_rule_and_comes_back(name):
    columns, expected = LOGIC[name]
    report = bring(asked(["integer", "b", *TEXTS], **columns))
    assert report.errors == []
    form = form_of(report)
    assert item(form, "b").get("logic") == expected
    before = compile_form(form)
    data = xlsform_bytes(form)
    ObservationForm.objects.all().delete()
    assert compile_form(form_of(bring(data))).schema == before.schema


@pytest.mark.parametrize(
    "cell, expected", [("yes", True), ("TRUE", True), ("no", False), ("", False)]
)
def test_required_is_plain_yes_or_no(cell, expected):
    form = form_of(bring(asked(["text", "b", *TEXTS], required=cell)))
    assert item(form, "b")["required"] is expected


def test_constraint_message_is_kept_in_both_languages():
    data = asked(
        ["integer", "b", *TEXTS],
        **{
            "constraint": ". > 0",
            "constraint_message::Khmer (km)": "ត្រូវធំជាងសូន្យ",
            "constraint message::English": "Above zero",
        },
    )
    form = form_of(bring(data))
    rule = form.body[-1].value["rules"][0]
    assert rule["message"] == "ត្រូវធំជាងសូន្យ"
    english = form.get_translations().get().get_latest_revision_as_object()
    assert english.body[-1].value["rules"][0]["message"] == "Above zero"
    assert english.body[-1].value["label"] == "Name"


def test_or_other_lets_something_else_be_written():
    report = bring(survey(["select_one yn or_other", "a", *TEXTS]))
    assert item(form_of(report), "a")["other"] is True
    assert [one["value"] for one in item(form_of(report), "a")["choices"]] == ["yes", "no", "other"]
    assert words(report, "adapted") == [(2, "type")]


def test_or_other_stays_a_question_where_others_are_about_it():
    rows = (
        ["select_one yn or_other", "a", *TEXTS, ""],
        ["text", "b", *TEXTS, "string-length(${a_other}) > 3"],
    )
    report = bring(survey(*rows, head=[*HEAD, "relevant"]))
    assert report.errors == []
    form = form_of(report)
    assert kinds(form) == ["single_choice", "text", "text"]
    assert "other" not in item(form, "a")
    assert item(form, "b")["logic"]["relevant"][1][2] == ["ref", "a_other"]


def test_required_message_is_kept_with_a_rule():
    columns = {"required_message::Khmer (km)": "សូមសរសេរ", "required_message::English": "Write it"}
    form = form_of(bring(asked(["text", "b", *TEXTS], required="yes", **columns)))
    assert item(form, "b")["required"] is True
    (rule,) = form.body[-1].value["rules"]
    assert (rule["effect"], rule["expression"], rule["message"]) == (
        "REQUIRED",
        "true()",
        "សូមសរសេរ",
    )
    before = compile_form(form)
    data = xlsform_bytes(form)
    ObservationForm.objects.all().delete()
    again = compile_form(form_of(bring(data)))
    assert again.schema == before.schema
    assert again.texts["items"] == before.texts["items"]
    errors = check_answers(again.schema, {}, texts=again.texts, now=NOW)[1]
    assert errors["b"] == ["សូមសរសេរ"]


def test_list_of_one_choice_offers_none_of_these_too():
    rows = [CHOICE_HEAD, ["one", "only", "តែមួយ", "Only"]]
    report = bring(survey(["select_one one", "a", *TEXTS], choices=rows))
    assert words(report, "adapted") == [(2, "type")]
    chosen = form_of(report).body[0].value["choices"]
    assert [choice["value"] for choice in chosen] == ["only", "no_only"]
    assert chosen[1]["label"] and "—" not in chosen[1]["label"]


def test_names_are_made_codes_everywhere():
    data = survey(
        ["select_one yn", "Q1_Group", *TEXTS],
        ["text", "ឈ្មោះគ្រូ", "ឈ្មោះ", "Name", "${Q1_Group} = 'yes'"],
        head=[*HEAD, "relevant"],
    )
    report = bring(data)
    assert report.errors == []
    codes = [child.value["code"] for child in form_of(report).body]
    assert codes[0] == "q1_group"
    assert codes[1].isascii()
    assert item(form_of(report), codes[1])["logic"]["relevant"][1] == ["ref", "q1_group"]


def test_choice_values_are_renamed_in_rules_too():
    data = survey(
        ["select_one answers", "Has", *TEXTS],
        ["text", "Why", "ហេតុអ្វី ${Has}", "Why ${Has}", "${Has} = 'Yes' or ${Has} = -99"],
        head=[*HEAD, "relevant"],
        choices=[
            CHOICE_HEAD,
            ["answers", "Yes", "បាទ", "Yes"],
            ["answers", -99, "មិនដឹង", "Don't know"],
        ],
    )
    report = bring(data)
    assert report.errors == []
    form = form_of(report)
    assert [c["value"] for c in item(form, "has")["choices"]] == ["yes", "n99"]
    assert item(form, "why")["logic"]["relevant"] == [
        "or",
        ["=", ["ref", "has"], ["text", "yes"]],
        ["=", ["ref", "has"], ["text", "n99"]],
    ]
    assert form.body[1].value["label"] == "ហេតុអ្វី ${has}"
    assert report.adapted >= 4


def test_choice_filter_keeps_its_columns():
    data = survey(
        ["select_one provinces", "prov", *TEXTS, ""],
        ["select_one districts", "dist", *TEXTS, "province = ${prov}"],
        head=[*HEAD, "choice_filter"],
        choices=PLACES,
    )
    report = bring(data)
    assert report.errors == []
    found = item(form_of(report), "dist")
    assert found["choices"] == [
        {"value": "d1", "columns": {"province": "pp"}},
        {"value": "d2", "columns": {"province": "sr"}},
    ]
    assert found["logic"]["choice_filter"] == ["=", ["column", "province"], ["ref", "prov"]]


def test_choices_come_from_a_file_beside_the_workbook():
    data = survey(["select_one_from_file schools.csv", "school", *TEXTS])
    table = "name,label,zone\nS1,សាលា ១,ជើង\nS2,សាលា ២,ត្បូង\n".encode()
    report = bring(data, files={"schools.csv": table})
    assert report.errors == []
    assert [c["value"] for c in item(form_of(report), "school")["choices"]] == ["s1", "s2"]


def test_missing_file_of_choices_is_reported():
    report = bring(survey(["text", "a", *TEXTS], ["select_one_from_file schools.csv", "b", *TEXTS]))
    assert report.ok
    assert (3, "type") in words(report, "wrong")


def test_repeat_count_becomes_the_repeats_count():
    data = survey(
        ["integer", "n", *TEXTS],
        ["begin repeat", "r", *TEXTS, "${n}"],
        ["text", "a", *TEXTS],
        ["end repeat"],
        head=[*HEAD, "repeat_count"],
    )
    assert item(form_of(bring(data)), "r")["logic"] == {"count": ["ref", "n"]}


def test_groups_go_eight_deep():
    rows = [["begin group", f"g{n}", *TEXTS] for n in range(9)]
    rows += [["text", "a", *TEXTS], *[["end group"]] * 9]
    report = bring(survey(*rows))
    assert report.errors == []
    assert item(form_of(report), "a")["within"] == [f"g{n}" for n in range(1, 9)]


def test_deeper_groups_are_flattened_and_said():
    rows = [["begin group", f"g{n}", *TEXTS] for n in range(11)]
    rows += [["text", "a", *TEXTS], *[["end group"]] * 11]
    report = bring(survey(*rows))
    assert len(item(form_of(report), "a")["within"]) == 8
    assert report.adapted == 2
