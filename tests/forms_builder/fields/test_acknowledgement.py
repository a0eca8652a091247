"""A tick below a text."""

import pytest

from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("acknowledgement", "it", label="សូមកុំរំខានម៉ោងរៀន", **value))


@pytest.mark.parametrize("raw", [True, "OK"])
def test_acknowledgement_stores_that_it_was_confirmed(raw):
    assert question().check(raw) == "OK"


def test_acknowledgement_required_must_be_ticked():
    assert question(required=True).refusal(False)
    assert question(required=True).refusal("")
    assert question(required=False).check(False) is None


@pytest.mark.parametrize("raw", ["yes", 1, ["OK"], {"OK": True}])
def test_acknowledgement_refuses_anything_else(raw):
    assert question().refusal(raw)


def test_acknowledgement_has_a_tick_with_words():
    html = question(tick="ខ្ញុំបានអាន").html("OK")
    assert 'type="checkbox"' in html and "checked" in html
    assert "ខ្ញុំបានអាន" in html
    assert question().post("it=OK") == "OK"
