"""Date and time together: two parts or one text, Khmer digits, Cambodia's clock."""

import datetime

import pytest
from django.utils import translation

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block, rule

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("datetime", "it", label="ពេលជួប", **value))


@pytest.mark.parametrize(
    "raw",
    [
        {"date": "21/11/2026", "time": "08:30"},
        {"date": "២១/១១/២០២៦", "time": "៨:៣០"},
        {"date": "2026-11-21", "time": "ម៉ោង ៨:៣០ ព្រឹក"},
        "2026-11-21T08:30",
        "2026-11-21T08:30:00.000+07:00",
        "2026-11-21T01:30:00Z",
        "21/11/2026 08:30",
        "ថ្ងៃទី ២១ ខែ វិច្ឆិកា ឆ្នាំ ២០២៦ ម៉ោង ៨:៣០",
    ],
)
def test_datetime_is_read_as_people_and_programs_write_it(raw):
    assert question().check(raw) == "2026-11-21T08:30"


@pytest.mark.parametrize(
    "raw",
    [
        "2026-11-21",
        "31/02/2026 08:30",
        "2026-11-21T25:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:00-12:00",
        "2570-11-21T08:30",
        {"date": "21/11/2026", "time": "៩៩"},
        {"date": 21, "time": "08:30"},
        {"date": "21/11/2026", "time": "08:30", "zone": "x"},
        ["2026-11-21T08:30"],
        20261121,
        True,
        "1" * 10**6,
        {"date": "1" * 10**6, "time": "1"},
    ],
)
def test_what_is_no_moment_is_refused_with_an_example(raw):
    assert "21/11/2026" in question().refusal(raw)


def test_half_a_moment_says_which_half_is_missing():
    assert "14:30" in question().refusal({"date": "21/11/2026", "time": ""})
    assert "21/11/2026" in question().refusal({"time": "08:30"})


def test_datetime_left_empty_is_no_answer():
    assert question(required=False).check({"date": "", "time": " "}) is None


def test_datetime_is_read_from_a_post_as_typed():
    assert question().post("it__date=21/11/2026&it__time=8.30") == {
        "date": "21/11/2026",
        "time": "8.30",
    }
    assert question().post("it__date=+&it__time=") is None


def test_datetime_shows_a_stored_moment_and_typing_as_it_was():
    html = question().html("2026-11-21T08:30")
    assert 'value="21/11/2026"' in html and 'value="08:30"' in html
    assert 'name="it__date" id="id_it"' in html
    html = question().html({"date": "៣១/០២", "time": "៩៩"}, ["ខុស"])
    assert 'value="៣១/០២"' in html and 'value="៩៩"' in html


def test_datetime_is_exported_in_the_readers_digits():
    kind = registry.get("datetime")
    with translation.override("km"):
        assert kind.export({}, "2026-11-21T08:30", {}) == "២១/១១/២០២៦ ០៨:៣០"
    with translation.override("en"):
        assert kind.export({}, "2026-11-21T08:30", {}) == "21/11/2026 08:30"


def test_datetime_is_computed_with_on_cambodias_clock():
    value = registry.get("datetime").typed({}, "2026-11-21T08:30")
    assert value.utcoffset() == datetime.timedelta(hours=7)
    assert registry.get("datetime").xlsform_type == "dateTime"


def test_datetime_can_be_worked_out():
    asked = question(rules=[rule("CALCULATION", "now()")])
    assert asked.check(None) == "2026-11-23T15:30"
