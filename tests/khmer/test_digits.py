"""Khmer digits to ASCII and back."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from khmer.digits import to_ascii, to_khmer


def test_digits_change_and_words_stay():
    assert to_ascii("ថ្នាក់ទី១២ grade 3") == "ថ្នាក់ទី12 grade 3"
    assert to_khmer("ថ្នាក់ទី12") == "ថ្នាក់ទី១២"


def test_numbers_are_written_in_khmer():
    assert to_khmer(2026) == "២០២៦"
    assert to_khmer(Decimal("-3.50")) == "-៣.៥០"


@given(st.integers())
def test_digits_come_back(number):
    assert int(to_ascii(to_khmer(number))) == number
