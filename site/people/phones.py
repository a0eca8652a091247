"""Cambodian phone numbers: stored as +85512345678, shown as 012 345 678."""

from __future__ import annotations

import phonenumbers

from khmer.clean import clean_line
from khmer.digits import to_ascii

_COUNTRY_CODE = 855
_LONGEST = 30


def normalise(text: str) -> str:
    """Return a Cambodian number in E.164, from any usual way to write it, Khmer digits included.

    Raises ValueError where `text` is no valid Cambodian number.
    """
    typed = to_ascii(clean_line(text))
    if len(typed) > _LONGEST:
        raise ValueError("too long for a phone number")
    try:
        number = phonenumbers.parse(typed, "KH")
    except phonenumbers.NumberParseException as error:
        raise ValueError(str(error)) from error
    if number.country_code != _COUNTRY_CODE or not phonenumbers.is_valid_number(number):
        raise ValueError("not a Cambodian phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display(stored: str) -> str:
    """Return a stored number as people in Cambodia write it; anything else as it is."""
    try:
        number = phonenumbers.parse(stored, "KH")
    except phonenumbers.NumberParseException:
        return stored
    if number.country_code != _COUNTRY_CODE:
        return stored
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
