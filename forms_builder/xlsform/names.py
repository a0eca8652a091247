"""Codes and values of ours for the names that a workbook uses."""

from __future__ import annotations

import re

from forms_builder.fields.inputs import CodeBlock, ValueBlock
from khmer.slugs import slug

_LONGEST = 64


def as_code(name: str) -> str:
    """Return a name as a code: lower-case Latin letters, digits, single underscores."""
    code = _plain(name)
    if not CodeBlock.pattern.fullmatch(code):
        code = slug(name, _LONGEST - 2).replace("-", "_")
    if not code[0].isalpha():
        code = f"q_{code}"
    return code[:_LONGEST].strip("_")


def as_value(name: str) -> str:
    """Return the name of a choice as a value. A minus sign becomes the letter n: -99 is n99."""
    value = name if ValueBlock.pattern.fullmatch(name) and len(name) <= _LONGEST else _plain(name)
    if re.fullmatch("-[0-9.]+", name):
        value = "n" + name[1:].replace(".", "_")
    if not ValueBlock.pattern.fullmatch(value):
        value = slug(name, _LONGEST).replace("-", "_")
    return value[:_LONGEST].strip("_")


def _plain(name: str) -> str:
    spaced = re.sub("(?<=[a-z0-9])(?=[A-Z][a-z])", "_", name.strip())
    return re.sub("[^a-z0-9]+", "_", spaced.lower()).strip("_") if spaced.isascii() else name


class Codes:
    """The codes of one form, each once; what was named before keeps its own."""

    def __init__(self, taken: set[str] | None = None) -> None:
        self.taken = set(taken or ())
        self.by_name: dict[str, str] = {}

    def give(self, name: str) -> str:
        """Return a free code for a new question called `name`."""
        wish = as_code(name)
        number, code = 1, wish
        while code in self.taken:
            number += 1
            code = f"{wish[: _LONGEST - 5]}_{number}"
        self.taken.add(code)
        self.by_name.setdefault(name, code)
        return code
