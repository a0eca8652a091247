"""Times of day: 24 hours, Khmer digits and Khmer words."""

import pytest
from django.utils import translation

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("time", "it", label="ម៉ោងចាប់ផ្តើម", **value))


@pytest.mark.parametrize(
    ("raw", "stored"),
    [("08:30", "08:30"), ("៨:៣០", "08:30"), ("ម៉ោង ២:៣០ រសៀល", "14:30"), ("14:30:59", "14:30")],
)
def test_time_is_read_as_people_write_it(raw, stored):
    assert question().check(raw) == stored


@pytest.mark.parametrize("raw", ["25:00", "ព្រឹក", 830, 8.5, True, ["08:30"], "8" * 10**6])
def test_what_is_no_time_is_refused_with_an_example(raw):
    assert "14:30" in question().refusal(raw)


def test_time_is_exported_in_the_readers_digits():
    with translation.override("km"):
        assert registry.get("time").export({}, "08:30", {}) == "០៨:៣០"


def test_time_field_shows_what_was_typed():
    assert 'value="ម៉ោង ៨"' in question().html("ម៉ោង ៨")
