"""All kinds of question, found by themselves: each module of this package may define one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from forms_builder import fields
from forms_builder.fields.base import QuestionKind


@cache
def _kinds() -> dict[str, QuestionKind]:
    for module in pkgutil.iter_modules(fields.__path__):
        importlib.import_module(f"{fields.__name__}.{module.name}")
    found: dict[str, QuestionKind] = {}
    waiting = list(QuestionKind.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.name:
            if kind.name in found:
                raise RuntimeError(f"two kinds of question are called {kind.name}")
            found[kind.name] = kind()
    return dict(sorted(found.items(), key=lambda entry: (entry[1].order, entry[0])))


def all() -> list[QuestionKind]:
    """Return every kind, in the order of the block picker."""
    return list(_kinds().values())


def get(name: str) -> QuestionKind:
    """Return the kind called `name`. Raises KeyError."""
    return _kinds()[name]
