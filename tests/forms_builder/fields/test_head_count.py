"""Girls, boys and a total that adds up."""

import pytest

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("head_count", "it", label="សិស្សមានវត្តមាន", **value))


@pytest.mark.parametrize(
    "raw",
    [
        {"girls": 12, "boys": 14, "total": 26},
        {"girls": "១២", "boys": "14", "total": ""},
        {"girls": 12.0, "boys": "១៤", "total": "២៦"},
    ],
)
def test_head_count_adds_up(raw):
    assert question().check(raw) == {"girls": 12, "boys": 14, "total": 26}


def test_head_count_of_nobody_is_an_answer():
    assert question(required=True).check({"girls": 0, "boys": "០"})["total"] == 0


def test_total_that_does_not_add_up_is_refused_with_both_numbers():
    message = question().refusal({"girls": 12, "boys": 14, "total": 25})
    assert "26" in message or "២៦" in message


@pytest.mark.parametrize(
    "raw",
    [
        {"girls": 12},
        {"total": 26},
        {"girls": -1, "boys": 2},
        {"girls": "ច្រើន", "boys": 2},
        {"girls": 1.5, "boys": 2},
        {"girls": True, "boys": 2},
        {"girls": float("inf"), "boys": 2},
        {"girls": [1], "boys": 2},
        {"girls": 1, "boys": 2, "men": 3},
        {"girls": 150, "boys": 100},
        26,
        "26",
        [12, 14],
    ],
)
def test_what_is_no_head_count_is_refused(raw):
    assert question().refusal(raw)


def test_head_count_has_three_labelled_inputs_and_keeps_what_was_typed():
    html = question().html({"girls": "១២ នាក់", "boys": ""}, ["ខុស"])
    assert html.count('inputmode="numeric"') == 3
    assert html.count("<label") == 3
    assert 'value="១២ នាក់"' in html
    assert question().post("it__girls=3&it__boys=&it__total=") == {"girls": "3"}


def test_head_count_computes_with_its_total():
    kind = registry.get("head_count")
    assert kind.typed({}, {"girls": 1, "boys": 2, "total": 3}) == 3.0
    assert "3" in kind.export({}, {"girls": 1, "boys": 2, "total": 3}, {}) or "៣" in kind.export(
        {}, {"girls": 1, "boys": 2, "total": 3}, {}
    )


def test_empty_head_count_is_left_out_unless_required():
    assert question(required=False).check({"girls": "", "boys": ""}) is None
    assert question(required=True).refusal({})
