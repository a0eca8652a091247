"""Timers: seconds a phase, with when it was started and stopped."""

import pytest
from django.utils import translation

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.fields.test_tally_counter import part
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db

BEGUN, ENDED = "2026-11-23T01:30:00Z", "2026-11-23T01:32:05Z"


def question(**value):
    phases = [part("teacher", "គ្រូនិយាយ"), part("students", "សិស្សនិយាយ")]
    return Question(block("timer", "it", label="ពេលវេលា", phases=phases, **value))


@pytest.mark.parametrize("raw", [125, 125.0, "2:05", "២:០៥", "0:02:05"])
def test_timer_stores_seconds(raw):
    assert question().check({"seconds": {"teacher": raw}}) == {"seconds": {"teacher": 125}}


def test_timer_reads_a_number_that_was_typed_as_minutes():
    assert question().check({"seconds": {"teacher": "២"}}) == {"seconds": {"teacher": 120}}


def test_timer_keeps_when_each_phase_ran_but_not_the_one_that_runs():
    raw = {
        "seconds": {"teacher": "2:05"},
        "spans": [
            ["teacher", "2026-11-23T08:30:00+07:00", ENDED],
            ["students", ENDED, None],
        ],
    }
    assert question().check(raw)["spans"] == [["teacher", BEGUN, ENDED]]


@pytest.mark.parametrize(
    "raw",
    [
        125,
        "2:05",
        {"seconds": 125},
        {"spans": []},
        {"seconds": {"other": 1}},
        {"seconds": {"teacher": -1}},
        {"seconds": {"teacher": True}},
        {"seconds": {"teacher": float("inf")}},
        {"seconds": {"teacher": 10**400}},
        {"seconds": {"teacher": "2:99"}},
        {"seconds": {"teacher": "1:1:1:1"}},
        {"seconds": {"teacher": "2:-5"}},
        {"seconds": {"teacher": "9" * 10**6}},
        {"seconds": {"teacher": [1]}},
        {"seconds": {"teacher": 1}, "spans": 5},
        {"seconds": {"teacher": 1}, "spans": "["},
        {"seconds": {"teacher": 1}, "spans": [["teacher", ENDED, BEGUN]]},
        {"seconds": {"teacher": 1}, "spans": [[["teacher"], BEGUN, ENDED]]},
        {"seconds": {"teacher": 1}, "spans": [["teacher", BEGUN]]},
        {"seconds": {"teacher": 1}, "spans": [["teacher", "now", ENDED]]},
    ],
)
def test_timer_refuses_what_is_no_time(raw):
    assert question().refusal(raw)


def test_timer_left_alone_is_no_answer():
    assert question(required=False).check({"seconds": {"teacher": ""}, "spans": []}) is None
    assert question().post("it__spent__teacher=+&it__spans=[]") is None


def test_timer_is_read_from_a_post_and_shown_again():
    asked = question()
    raw = asked.post("it__spent__teacher=2.05&it__spans=[]")
    assert raw == {"seconds": {"teacher": "2.05"}, "spans": "[]"}
    assert 'name="it__spent__teacher" id="id_it" value="2.05"' in asked.html(raw, ["ខុស"])
    html = asked.html({"seconds": {"teacher": 3725, "students": 65}})
    assert 'value="1:02:05"' in html and 'value="1:05"' in html
    asked.html({"seconds": 5, "spans": 7})


def test_timer_is_exported_with_shares_and_the_time_of_day():
    asked, kind = question(), registry.get("timer")
    value = {
        "seconds": {"teacher": 125, "students": 375},
        "spans": [["teacher", BEGUN, ENDED]],
    }
    with translation.override("km"):
        exported = kind.export(asked.item, value, asked.words)
    assert exported.startswith("គ្រូនិយាយ: ២:០៥ (២៥%); សិស្សនិយាយ: ៦:១៥ (៧៥%); ")
    assert "០៨:៣០" in exported
    assert kind.typed({}, value) == 500.0
    with translation.override("en"):
        alone = kind.export(asked.item, {"seconds": {"teacher": 0}}, asked.words)
    assert alone == "គ្រូនិយាយ: 0:00"
