"""Decimal numbers: exact, in Khmer and ASCII digits."""

import math

import pytest

from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("decimal", "it", label="ចំនួនម៉ោង", **value))


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("12.5", "12.5"),
        ("១២.៥០", "12.5"),
        (12.5, "12.5"),
        (0.1, "0.1"),
        (3, "3"),
        ("-0.0", "0"),
        ("100", "100"),
        (1e-7, "0.0000001"),
        ("1,250.75", "1250.75"),
    ],
)
def test_decimal_is_stored_as_exact_text(raw, stored):
    assert question().check(raw) == stored


@pytest.mark.parametrize(
    "raw",
    [True, "ពាក់កណ្តាល", math.nan, math.inf, -math.inf, 1e300, 10**400, [1], {}, "1,5", "1" * 60],
)
def test_what_is_no_number_is_refused(raw):
    required = question(required=True)
    assert required.refusal(raw)


def test_decimal_outside_its_limits_is_refused_and_says_them():
    limited = question(minimum="0.5", maximum="60")
    assert limited.check("0.5") == "0.5"
    assert "0.5" in limited.refusal("0.49")
    assert "60" in limited.refusal("60.01")


def test_decimal_is_compared_by_its_number():
    from forms_builder.fields import registry

    kind = registry.get("decimal")
    assert kind.condition("${a}", "MORE", "២.៥") == "${a} > 2.5"
    assert kind.typed({}, "2.50") == 2.5


def test_decimal_field_shows_what_was_typed():
    assert 'value="២.៥"' in question().html("២.៥")
    assert 'inputmode="decimal"' in question().html()
