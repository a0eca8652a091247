"""Choices in order, with and without scripts."""

import pytest

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import MATERIALS, choices

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(choices("ranked_choice", "it", "អ្វីសំខាន់ជាងគេ?", MATERIALS, **value))


ORDER = ["slates", "textbook", "board"]


@pytest.mark.parametrize(
    "raw",
    [
        ORDER,
        {"slates": "១", "textbook": "2", "board": 3},
        {"slates": 1, "textbook": 5, "board": "៩"},
    ],
)
def test_order_is_kept(raw):
    assert question().check(raw) == ORDER


def test_all_must_be_placed_unless_the_form_says_otherwise():
    assert question().refusal(["slates"])
    assert question(rank_all=False).check(["slates"]) == ["slates"]


@pytest.mark.parametrize(
    "raw",
    [
        ["slates", "slates", "board"],
        ["slates", "nothing", "board"],
        [["slates"]],
        {"slates": 1, "textbook": 1, "board": 2},
        {"slates": "ទីមួយ", "textbook": 2, "board": 3},
        {"nothing": 1, "textbook": 2, "board": 3},
        "slates",
        5,
    ],
)
def test_what_is_no_order_is_refused(raw):
    assert question().refusal(raw)


def test_each_choice_has_a_list_of_places():
    html = question().html(ORDER)
    assert html.count("<select") == 3
    assert '<option value="1" selected>' in html
    assert html.count("data-move") == 6
    asked = question()
    assert asked.post("it__slates=1&it__board=") == {"slates": "1"}
    assert asked.post("it__slates=") is None
    assert html.count(" selected") == asked.html(
        {"slates": "1", "textbook": "2", "board": "3"}
    ).count(" selected")


def test_order_in_words_is_numbered():
    asked = question()
    said = registry.get("ranked_choice").export(asked.item, ORDER, asked.words)
    assert said.index("ក្តារឆ្នួន") < said.index("សៀវភៅ") < said.index("ក្តារខៀន")
    assert registry.get("ranked_choice").typed(asked.item, ORDER) == "slates textbook board"
