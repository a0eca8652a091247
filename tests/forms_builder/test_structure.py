"""Codes that are suggested, unique and frozen; conditions that can be met."""

import pytest

from forms_builder.models import ObservationForm
from forms_builder.schema import compile_form
from forms_builder.structure import (
    complete_codes,
    frozen_code_errors,
    readable_code,
    structure_errors,
)
from tests.forms_builder.samples import block, choices, make_form, only_if, rubric

pytestmark = pytest.mark.django_db


def stream(*blocks):
    field = ObservationForm.body.field.stream_block
    return field.to_python(list(blocks))


def codes(body):
    return [child.value["code"] for child in body]


def test_empty_codes_tell_the_position():
    body = stream(
        block("section", title="មេរៀន"),
        block("text", label="ក"),
        block("note", text="អរគុណ"),
        block("text", "named", label="ខ"),
        block("text", label="គ"),
    )
    complete_codes(body, {})
    assert codes(body) == ["section_1", "q1", "note_1", "named", "q3"]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("ចំនួនសិស្ស", "chamnuonsess"),
        ("Number of girls", "number_of_girls"),
        ("Grade", "grade"),
        # Without vowels nobody could read it; a sentence is no name.
        ("ប្រធានបទ", ""),
        ("ការពន្យល់ច្បាស់លាស់", ""),
        ("How well did the teacher explain the aim?", ""),
        ("៣ ក", ""),
        ("ក", ""),
        ("", ""),
    ],
)
def test_code_is_suggested_from_a_short_readable_label(label, code):
    assert readable_code(label) == code


def test_words_give_codes_where_they_can_and_are_free():
    body = stream(
        block("text", label="Grade"),
        block("integer", label="Grade"),
        block("text", label="ប្រធានបទ"),
        block("note", text="Grade"),
    )
    complete_codes(body, {}, from_words=True)
    assert codes(body) == ["grade", "q2", "q3", "note_1"]


def test_suggested_code_is_never_one_that_is_or_was_used():
    body = stream(block("text", label="ក"), block("text", "q1", label="ខ"))
    complete_codes(body, {"gone": "q2"})
    assert codes(body) == ["q3", "q1"]


def test_question_gets_back_the_code_it_had():
    body = stream(block("text", label="ក"), block("text", label="ខ"))
    complete_codes(body, {body[1].id: "old"})
    assert codes(body) == ["q1", "old"]


def test_double_code_is_named_with_both_questions():
    errors = structure_errors(
        stream(block("text", "a", label="ទីមួយ"), block("note", "a", text="ទីពីរ"))
    )
    assert list(errors) == [1]
    assert "ទីមួយ" in errors[1] and "ទីពីរ" in errors[1]


SUBJECT = choices("single_choice", "subject", "មុខវិជ្ជា", {"khmer": "ខ្មែរ", "other": "ផ្សេង"})


def depends(question, operator="IS", value="other"):
    return block("text", "why", label="ហេតុអ្វី", rules=[only_if(question, value, operator)])


def test_condition_on_an_earlier_question_is_good():
    assert structure_errors(stream(SUBJECT, depends("subject"))) == {}
    assert structure_errors(stream(SUBJECT, depends("subject", "ANSWERED", ""))) == {}
    assert structure_errors(stream(rubric("r", "ក"), depends("r", value="na"))) == {}


@pytest.mark.parametrize(
    ("blocks", "index", "word"),
    [
        ([SUBJECT, depends("why", "ANSWERED")], 1, "ហេតុអ្វី"),
        ([SUBJECT, depends("nothing")], 1, "nothing"),
        ([SUBJECT, depends("subject", value="maths")], 1, "khmer, other"),
        ([SUBJECT, depends("subject", value="")], 1, "មុខវិជ្ជា"),
        ([block("note", "n", text="អាន"), depends("n", "ANSWERED")], 1, "n"),
        ([rubric("r", "ក"), depends("r", value="5")], 1, "1, 2, 3, 4, na"),
    ],
)
def test_condition_that_can_never_be_met_is_named(blocks, index, word):
    errors = structure_errors(stream(*blocks))
    assert list(errors) == [index]
    assert word in errors[index]
    assert "ហេតុអ្វី" in errors[index]


def schema_of(*blocks):
    return compile_form(make_form(list(blocks))).schema


def test_code_with_answers_cannot_change():
    old = block("text", "reason", label="ហេតុអ្វី")
    schema = schema_of(old)
    new = {**old, "value": {**old["value"], "code": "why"}}
    (message,) = frozen_code_errors(stream(new), [schema])
    assert "ហេតុអ្វី" in message and "reason" in message and "why" in message
    assert frozen_code_errors(stream(new), []) == []
    assert frozen_code_errors(stream(old), [schema]) == []


def test_code_of_a_removed_question_goes_to_the_same_kind_only():
    schema = schema_of(block("text", "reason", label="ចាស់"))
    same = {**block("text", "reason", label="ថ្មី"), "id": "4a6f0d9a-0000-4000-8000-000000000000"}
    other = {**block("integer", "reason", label="ថ្មី"), "id": same["id"]}
    assert frozen_code_errors(stream(same), [schema]) == []
    (message,) = frozen_code_errors(stream(other), [schema])
    assert "reason" in message
