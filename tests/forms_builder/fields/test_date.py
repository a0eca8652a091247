"""Dates: day first, ISO, Khmer digits and Khmer words."""

import pytest
from django.utils import translation

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("date", "it", label="ថ្ងៃបង្រៀន", **value))


@pytest.mark.parametrize(
    "raw", ["2026-11-21", "21/11/2026", "២១/១១/២០២៦", "ថ្ងៃទី ២១ ខែ វិច្ឆិកា ឆ្នាំ ២០២៦"]
)
def test_date_is_read_as_people_write_it(raw):
    assert question().check(raw) == "2026-11-21"


def test_date_has_the_day_first():
    assert question().check("03/04/2026") == "2026-04-03"


@pytest.mark.parametrize(
    "raw",
    ["31/02/2026", "21/11/26", "21/11/2570", "ថ្ងៃនេះ", 20261121, True, ["2026-11-21"], "1" * 10**6],
)
def test_what_is_no_date_is_refused_with_an_example(raw):
    assert "21/11/2026" in question().refusal(raw)


def test_date_field_shows_a_stored_date_with_the_day_first_and_typing_as_it_was():
    assert 'value="21/11/2026"' in question().html("2026-11-21")
    assert 'value="៣១/០២"' in question().html("៣១/០២")


def test_date_is_exported_in_the_readers_digits():
    kind = registry.get("date")
    with translation.override("km"):
        assert kind.export({}, "2026-11-21", {}) == "២១/១១/២០២៦"
    with translation.override("en"):
        assert kind.export({}, "2026-11-21", {}) == "21/11/2026"
