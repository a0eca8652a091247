"""Whole numbers: Khmer digits, limits, and numbers that are none."""

import math

import pytest

from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("integer", "it", label="ចំនួនសិស្ស", **value))


@pytest.mark.parametrize("raw", [32, "32", "៣២", " ៣២ ", "32.0", 32.0])
def test_integer_is_read_in_khmer_and_ascii_digits(raw):
    value = question().check(raw)
    assert value == 32
    assert isinstance(value, int)


def test_integer_groups_of_three_are_read():
    assert question().check("១ ២៥០") == 1250


def test_zero_is_an_answer():
    assert question(required=True).check(0) == 0
    assert question(required=True).check("០") == 0


@pytest.mark.parametrize(
    "raw",
    [True, "ច្រើន", "3.5", 3.5, [3], {"n": 3}, "1e3", "9" * 5000, math.nan, math.inf, "៣២\x00x"],
)
def test_what_is_no_whole_number_is_refused(raw):
    assert question().refusal(raw)


@pytest.mark.parametrize("raw", [2**53, -(2**53), 10**400])
def test_integer_that_a_phone_cannot_count_is_refused(raw):
    assert question().refusal(raw)


def test_integer_outside_its_limits_is_refused_and_says_them():
    limited = question(minimum=1, maximum=12)
    assert limited.check("១២") == 12
    assert "12" in limited.refusal(13)
    assert "1" in limited.refusal(0)


def test_integer_may_have_a_limit_of_zero():
    assert question(minimum=0).refusal(-1)
    assert question(maximum=0).refusal(1)


def test_integer_field_shows_what_was_typed():
    html = question().html("៣២ នាក់", ["ខុស"])
    assert 'value="៣២ នាក់"' in html
    assert 'inputmode="numeric"' in html
    assert 'value="1200"' in question().html(1200)


def test_empty_integer_is_left_out_unless_required():
    assert question(required=False).check("") is None
    assert question(required=True).refusal(None)
