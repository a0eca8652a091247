"""Something else, written beside the choices: codes stay codes."""

import pytest

from forms_builder.answers import check_answers
from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import MATERIALS, NOW, SUBJECTS, choices, one_question, rule

pytestmark = pytest.mark.django_db


def single(**value):
    value.setdefault("allow_other", True)
    return Question(choices("single_choice", "it", "មុខវិជ្ជា", SUBJECTS, **value))


def multiple(**value):
    value.setdefault("allow_other", True)
    return Question(choices("multiple_choice", "it", "សម្ភារ", MATERIALS, **value))


def test_other_is_added_where_the_list_has_none():
    assert multiple().item["choices"][-1] == {"value": "other"}
    assert [one["value"] for one in single().item["choices"]].count("other") == 1
    assert "other" not in single(allow_other=False).item


def test_single_choice_keeps_its_code_and_what_was_written():
    assert single().check({"value": "other", "other": " សិល្បៈ "}) == {
        "value": "other",
        "other": "សិល្បៈ",
    }
    assert single().check("khmer") == "khmer"
    assert single().check({"value": "khmer", "other": "សិល្បៈ"}) == "khmer"
    assert single().check({"value": "other", "other": ""}) == "other"


def test_multiple_choice_keeps_its_codes_and_what_was_written():
    raw = {"values": ["other", "board"], "other": "កាបូប"}
    assert multiple().check(raw) == {"values": ["board", "other"], "other": "កាបូប"}
    assert multiple().check(["board"]) == ["board"]
    assert multiple().check({"values": ["board"], "other": "កាបូប"}) == ["board"]


@pytest.mark.parametrize(
    "raw",
    [
        {"value": "other", "other": 5},
        {"value": "other", "other": "ក" * 5000},
        {"value": "other", "other": "ក", "more": 1},
        {"value": "nothing", "other": "ក"},
        {"value": ["other"], "other": "ក"},
    ],
)
def test_single_choice_refuses_what_is_no_other(raw):
    assert single().refusal(raw)


@pytest.mark.parametrize(
    "raw",
    [{"values": "other", "other": "ក"}, {"values": [["other"]], "other": "ក"}, {"other": "ក"}],
)
def test_multiple_choice_refuses_what_is_no_other(raw):
    assert multiple().refusal(raw)


def test_other_is_refused_where_it_was_not_offered():
    assert single(allow_other=False).refusal({"value": "other", "other": "ក"})


def test_other_has_a_line_to_write_on_that_keeps_its_text():
    html = single().html({"value": "other", "other": "សិល្បៈ"})
    assert 'name="it__other"' in html and "សិល្បៈ" in html
    assert 'value="other" checked' in html
    assert "it__other" not in single(allow_other=False).html()
    assert single().post("it=other&it__other=x") == {"value": "other", "other": "x"}
    assert single().post("it=khmer&it__other=x") == "khmer"
    assert multiple().post("it=other&it=board&it__other=x") == {
        "values": ["other", "board"],
        "other": "x",
    }


def test_expressions_and_exports_see_code_and_words():
    kind, asked = registry.get("multiple_choice"), multiple()
    value = {"values": ["board", "other"], "other": "កាបូប"}
    assert kind.typed(asked.item, value) == "board other"
    assert kind.export(asked.item, value, asked.words).startswith("ក្តារខៀន, ")
    assert kind.export(asked.item, value, asked.words).endswith(": កាបូប")
    one = registry.get("single_choice")
    assert one.typed({}, {"value": "other", "other": "ក"}) == "other"


def test_columns_of_choices_are_what_a_choice_filter_sees():
    block = choices("single_choice", "it", "ឃុំ", {"a": "ក", "b": "ខ"})
    block["value"]["choices"][0]["value"]["columns"] = "province=siemreap; grade = 4"
    block["value"]["choices"][1]["value"]["columns"] = "province=takeo"
    block["value"]["rules"] = [rule("CHOICE_FILTER", "province = 'takeo'")]
    schema, texts = one_question(block)
    item = schema["sections"][0]["items"][0]
    assert item["choices"][0]["columns"] == {"province": "siemreap", "grade": "4"}
    assert check_answers(schema, {"it": "b"}, texts=texts, now=NOW).errors == {}
    assert list(check_answers(schema, {"it": "a"}, texts=texts, now=NOW).errors) == ["it"]


@pytest.mark.parametrize("columns", ["province", "=x", "a b=c", "name=x", "province="])
def test_columns_that_cannot_be_read_are_refused_in_the_editor(columns):
    from django.core.exceptions import ValidationError

    from forms_builder.models import ObservationForm

    stream = ObservationForm.body.field.stream_block
    block = choices("single_choice", "it", "ឃុំ", {"a": "ក", "b": "ខ"})
    block["value"]["choices"][0]["value"]["columns"] = columns
    with pytest.raises(ValidationError):
        stream.clean(stream.to_python([block]))
