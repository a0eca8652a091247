"""Durations: hours and minutes, Khmer digits, stored as minutes."""

import pytest
from django.utils import translation

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("duration", "it", label="រយៈពេល", **value))


@pytest.mark.parametrize(
    "raw",
    [
        {"hours": "1", "minutes": "30"},
        {"hours": "១", "minutes": "៣០"},
        {"minutes": "90"},
        {"hours": "", "minutes": "៩០"},
        {"hours": 1, "minutes": 30.0},
        "1:30",
        "៩០",
        90,
    ],
)
def test_duration_is_stored_as_minutes(raw):
    assert question().check(raw) == 90


@pytest.mark.parametrize(
    "raw",
    [
        {"hours": "មួយ"},
        {"hours": "-1", "minutes": "30"},
        {"minutes": "1.5"},
        {"minutes": True},
        {"minutes": "1", "seconds": "2"},
        [90],
        "1:30:00",
        90.5,
        -1,
        float("inf"),
        float("nan"),
        10**400,
        "9" * 10**6,
        {"hours": "9" * 30},
    ],
)
def test_what_is_no_duration_is_refused(raw):
    assert question().refusal(raw)


def test_nothing_is_no_answer_and_nought_is_one():
    assert question(required=False).check({"hours": "", "minutes": ""}) is None
    assert question().check({"hours": "0", "minutes": "0"}) == 0


def test_duration_is_read_from_a_post_and_shown_again():
    assert question().post("it__hours=1&it__minutes=x") == {"hours": "1", "minutes": "x"}
    assert question().post("it__hours=") is None
    html = question().html({"hours": "១", "minutes": "x"}, ["ខុស"])
    assert 'value="១"' in html and 'value="x"' in html
    html = question().html(95)
    assert 'name="it__hours" id="id_it" value="1"' in html and 'value="35"' in html
    assert 'value="abc"' in question().html("abc")


def test_duration_is_exported_in_words():
    kind = registry.get("duration")
    with translation.override("en"):
        assert kind.export({}, 95, {}) == "1 hours 35 minutes"
        assert kind.export({}, 35, {}) == "35 minutes"
    assert kind.typed({}, 95) == 95.0
    assert kind.worked_out({}, 95.0) == 95
    assert kind.worked_out({}, "x") is None
