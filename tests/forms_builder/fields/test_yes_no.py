"""Yes or no: two radios, and a point where the form gives one."""

import pytest

from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("yes_no", "it", label="តើសិស្សមានសៀវភៅទេ?", **value))


@pytest.mark.parametrize(("raw", "stored"), [("yes", "yes"), ("no", "no"), (True, "yes")])
def test_yes_no_takes_either(raw, stored):
    assert question().check(raw) == stored


def test_no_is_an_answer():
    assert question(required=True).check(False) == "no"


@pytest.mark.parametrize("raw", ["បាទ", "Yes", 1, 0, ["yes"], {"yes": True}])
def test_yes_no_refuses_anything_else(raw):
    assert question().refusal(raw)


def test_yes_no_without_weight_is_not_scored():
    assert question().score("yes")["criteria"] == {}


def test_yes_counts_as_a_point():
    asked = question(weight="2")
    assert asked.score("yes")["form"] == {"points": "2", "out_of": "2", "answered": 1, "asked": 1}
    assert asked.score("no")["form"]["points"] == "0"


def test_no_may_be_the_good_answer():
    asked = question(weight="1", reverse=True)
    assert asked.score("no")["form"]["points"] == "1"
    assert asked.score("yes")["form"]["points"] == "0"


def test_unanswered_yes_no_stands_outside_the_denominator():
    assert question(weight="1").score(None)["form"]["out_of"] == "0"


def test_yes_no_is_a_group_of_two_radios():
    html = question().html("no")
    assert html.count('type="radio"') == 2
    assert 'value="no" checked' in html
    assert "<legend" in html
    assert question().post("it=yes") == "yes"
