"""Numbers typed in Khmer or ASCII digits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmer.digits import to_khmer
from khmer.numbers import parse_decimal, parse_integer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("១២", 12),
        (" 12\u200b ", 12),
        ("-៥", -5),
        ("+5", 5),
        ("១,២៣៤,៥៦៧", 1_234_567),
        ("1 234 567", 1_234_567),
        ("12.0", 12),
        ("007", 7),
    ],
)
def test_parse_integer_reads(text, number):
    assert parse_integer(text) == number


@pytest.mark.parametrize(
    "text", ["", "១២ក", "1,5", "1,23", "1 23", "1.5", "1e3", "nan", "inf", "--1", "9" * 41, "๑"]
)
def test_parse_integer_refuses(text):
    with pytest.raises(ValueError, match="number"):
        parse_integer(text)


@pytest.mark.parametrize(
    ("text", "number"), [("៣.៥", "3.5"), ("1,234.50", "1234.50"), ("−0.25", "-0.25"), ("7", "7")]
)
def test_parse_decimal_reads(text, number):
    assert parse_decimal(text) == Decimal(number)
    assert str(parse_decimal(text)) == number


@pytest.mark.parametrize("text", ["៣,៥", ".", "1.", "1.2.3", "NaN", "Infinity", "1,2345", "១២៣ ៤"])
def test_parse_decimal_refuses(text):
    with pytest.raises(ValueError, match="not a number"):
        parse_decimal(text)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_decimals_come_back(number):
    assert parse_decimal(to_khmer(f"{number:f}")) == number
    assert parse_decimal(f"{number:,.3f}") == number
