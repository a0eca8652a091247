"""Exact decimals as text: weights, limits, points and decimal answers."""

from __future__ import annotations

from decimal import Decimal


def exact(number: Decimal | int) -> str:
    """Return `number` without an exponent and without idle zeros: "12.5", "8", "0"."""
    text = format(Decimal(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
