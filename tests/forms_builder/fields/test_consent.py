"""Consent: either answer, and to which words."""

import pytest

from forms_builder.fields.consent import text_hash
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db

TEXT = "ខ្ញុំយល់ព្រមឱ្យគេសង្កេតម៉ោងរៀនរបស់ខ្ញុំ។"


def question(text=TEXT, **value):
    return Question(block("consent", "it", label="តើលោកគ្រូយល់ព្រមទេ?", text=text, **value))


@pytest.mark.parametrize(("raw", "agreed"), [("yes", "yes"), ("no", "no"), (False, "no")])
def test_either_answer_is_stored_with_the_words_it_is_about(raw, agreed):
    asked = question(required=True)
    value = asked.check(raw)
    assert value == {"agreed": agreed, "text_hash": text_hash(asked.words)}
    assert question("ពាក្យផ្សេង។").check(raw)["text_hash"] != value["text_hash"]


def test_consent_keeps_which_words_the_phone_showed():
    old = "a" * 64
    assert question().check({"agreed": "yes", "text_hash": old})["text_hash"] == old


@pytest.mark.parametrize(
    "raw",
    [
        "ព្រម",
        1,
        ["yes"],
        {"agreed": "yes", "text_hash": "x"},
        {"agreed": "yes", "text_hash": 5},
        {"agreed": "yes", "more": 1},
        {"agreed": ["yes"]},
    ],
)
def test_consent_refuses_anything_else(raw):
    assert question().refusal(raw)


def test_hash_alone_is_no_answer():
    assert question(required=False).check({"text_hash": "a" * 64}) is None
    assert question(required=True).refusal({"agreed": "", "text_hash": "a" * 64})


def test_consent_shows_its_text_and_two_radios():
    asked = question()
    html = asked.html({"agreed": "no"})
    assert TEXT in html
    assert 'value="no" checked' in html
    assert text_hash(asked.words) in html
    assert asked.post("it__agreed=yes&it__text_hash=") == {"agreed": "yes", "text_hash": ""}
    assert asked.post("it__text_hash=abc") is None
