"""Reading numbers that people type, in Khmer or ASCII digits.

The point is the decimal mark. Commas and spaces may part groups of three digits. A comma with
another number of digits after it is refused rather than guessed at.
"""

from __future__ import annotations

import re
from decimal import Decimal

from khmer.clean import clean_line
from khmer.digits import to_ascii

# Longer than any number we store, and short enough to convert at once.
_MOST_CHARACTERS = 40
_NUMBER = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:([ ,])[0-9]{3})(?:\3[0-9]{3})*)(\.[0-9]+)?")


def parse_integer(text: str) -> int:
    """Return the whole number in `text`. Raises ValueError, also for a fraction other than .0."""
    number = parse_decimal(text)
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return int(number)


def parse_decimal(text: str) -> Decimal:
    """Return the number in `text`. Raises ValueError; NaN and infinity are not numbers here."""
    line = to_ascii(clean_line(text)).replace("−", "-")
    match = _NUMBER.fullmatch(line) if len(line) <= _MOST_CHARACTERS else None
    if match is None:
        raise ValueError("not a number")
    sign, whole, _, fraction = match.groups()
    return Decimal(sign + re.sub("[ ,]", "", whole) + (fraction or ""))
