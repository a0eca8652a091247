"""Addresses made from names. Unicode slugs would lose Khmer vowels, so slugs are ASCII."""

from __future__ import annotations

import hashlib
import re

from anyascii import anyascii

from khmer.clean import clean_line

_LONGEST = 60


def slug(text: str, max_length: int = _LONGEST) -> str:
    """Return `text` in lower-case ASCII letters, digits and hyphens, never empty.

    Khmer is written in Latin letters. A text without any letter or digit gives a short hash of
    itself. Different texts may give one slug: uniqueness is the caller's matter.
    """
    line = clean_line(text)
    words = re.sub("[^a-z0-9]+", "-", anyascii(line).lower()).strip("-")
    if len(words) > max_length:
        words = words[:max_length].rsplit("-", 1)[0] if "-" in words[:max_length] else words
        words = words[:max_length].strip("-")
    return words or hashlib.blake2b(line.encode(), digest_size=4).hexdigest()[:max_length]
