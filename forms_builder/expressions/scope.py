"""What an expression sees of the form and its answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

# An answer as an expression sees it. Not answered is "" (None counts as ""). Several choices are
# one text with spaces between. A time of day is that time on the scope's day.
Value = str | float | int | bool | dt.date | dt.datetime | None
# The values of one question in all instances of its repeat; hidden instances are left out.
Values = Sequence[Value]


class Scope(Protocol):
    """The place where an expression stands. The browser has the same with camelCase names."""

    @property
    def now(self) -> dt.datetime:
        """The clock, aware; its offset from UTC is the zone of every date in the expression."""

    @property
    def self(self) -> Value | Values:
        """What . stands for: the answer of the question that the expression belongs to."""

    def value(self, code: str) -> Value | Values:
        """Return the answer to `code` as seen from here.

        Seen from outside its repeat it is the list of the answers in all instances, and a list
        in a list for a repeat in a repeat is written flat. A hidden question is [] or "".
        """

    def values_at(self, code: str, places: Sequence[tuple[str, int]]) -> Value | Values:
        """Return the answer to `code` in the instances `places`: (code of a repeat, from 1).

        An instance that does not exist gives [] or "".
        """

    def position(self, of: str | int) -> int:
        """Return which instance this is, from 1.

        `of` is the code of a repeat, or the number of steps up from the question: 1 is the group
        or repeat around it (what `position(..)` asks), 0 the question itself. What is no repeat
        stands at 1.
        """

    def count(self, code: str) -> int:
        """Return how many instances the repeat `code` has here, or the question `code` is in."""

    def choice_label(self, code: str, value: str) -> str:
        """Return the label of the choice `value` of question `code`, "" if it has no such."""

    def lookup(self, list_name: str, column: str, key_column: str, key: str) -> str:
        """Return `column` of the first row of a list whose `key_column` is `key`, or ""."""

    def rows(self, list_name: str) -> Sequence[Mapping[str, str]]:
        """Return the rows of a list of choices or of an attached table."""
