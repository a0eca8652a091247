"""Khmer and ASCII digits. The lunar day signs ៰-៹ are no digits of ours."""

from __future__ import annotations

from django.utils.translation import get_language

_KHMER = "០១២៣៤៥៦៧៨៩"
_ASCII = "0123456789"
_TO_ASCII = str.maketrans(_KHMER, _ASCII)
_TO_KHMER = str.maketrans(_ASCII, _KHMER)


def to_ascii(text: str) -> str:
    """Return `text` with every Khmer digit written 0-9; all else stays."""
    return text.translate(_TO_ASCII)


def to_khmer(value: object) -> str:
    """Return a text or number as text with every digit 0-9 written ០-៩; all else stays."""
    return str(value).translate(_TO_KHMER)


def written(value: object) -> str:
    """Return a text or number with the digits that the reader's language writes."""
    return to_khmer(value) if get_language() == "km" else str(value)
