"""Multiple choice: values of the list, each once, in the form's order."""

import pytest

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import MATERIALS, choices

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(choices("multiple_choice", "it", "សម្ភារ", MATERIALS, **value))


def test_multiple_choice_is_stored_in_the_forms_order():
    assert question().check(["slates", "textbook"]) == ["textbook", "slates"]
    assert question().check(["board", "board"]) == ["board"]


@pytest.mark.parametrize(
    "raw", ["board", {"board": True}, ["chalk"], [1], [["board"]], [None], ["board"] * 100, 1, True]
)
def test_multiple_choice_refuses_anything_else(raw):
    assert question(required=True).refusal(raw)


def test_multiple_choice_without_any_is_no_answer():
    assert question(required=False).check([]) is None
    assert question(required=True).refusal([])


def test_multiple_choice_is_read_from_a_post():
    assert question().post("it=board&it=slates") == ["board", "slates"]
    assert question().post("it=") is None


def test_multiple_choice_is_a_named_group_of_checkboxes():
    html = question().html(["board"])
    assert html.count('type="checkbox"') == 3
    assert 'value="board" checked' in html
    assert "<legend" in html


def test_multiple_choice_fulfils_a_condition_if_any_is_it():
    kind = registry.get("multiple_choice")
    assert kind.condition("${a}", "IS", "slates") == "selected(${a}, 'slates')"
    assert kind.condition("${a}", "IS_NOT", "slates") == "not(selected(${a}, 'slates'))"
    assert kind.typed({}, ["board", "slates"]) == "board slates"


def test_multiple_choice_is_exported_in_words():
    asked = question()
    exported = registry.get("multiple_choice").export(asked.item, ["board", "slates"], asked.words)
    assert exported == "ក្តារខៀន, ក្តារឆ្នួន"
