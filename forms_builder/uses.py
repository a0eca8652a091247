"""Where a form is used, said by the apps above that use it.

An app appends a function `form key -> uses` in its `AppConfig.ready`. A use names no person: who
edits forms does not see whose visits they are for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from uuid import UUID


class FormUse(NamedTuple):
    """`what` in words, and how often or by which name; `url` leads there where one may go."""

    what: Any
    value: Any
    url: str = ""


form_uses: list[Callable[[UUID], Iterable[FormUse]]] = []
