"""What an expression sees of a form being filled from the place where it stands."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from forms_builder.fields import registry

if TYPE_CHECKING:
    from forms_builder.logic.state import FormState


class PlaceInForm:
    """The scope (`expressions.scope`) of an item's rules, in the repeat instances of `prefix`."""

    def __init__(self, state: FormState, item: dict, prefix: str) -> None:
        self.state, self.item, self.prefix = state, item, prefix

    @property
    def now(self) -> datetime.datetime:
        return self.state.now

    @property
    def self(self) -> Any:
        value = self.state.values.get(f"{self.prefix}{self.item['code']}")
        return "" if value is None else registry.get(self.item["kind"]).typed(self.item, value)

    def value(self, code: str) -> Any:
        state = self.state
        if code not in state.items:
            return ""
        places = state.places(code, self.prefix)
        if self._is_one(code):
            return state.typed(places[0]) if places else ""
        return [state.typed(path) for path in places if state.asked.get(path)]

    def values_at(self, code: str, places: Sequence[tuple[str, int]]) -> Any:
        if code not in self.state.items:
            return ""
        chosen, prefix = dict(places), ""
        for repeat in self.state.repeats_around(self.state.items[code]):
            own = f"{prefix}{repeat}"
            if repeat in chosen:
                index = chosen[repeat] - 1
            elif self.prefix.startswith(f"{own}."):
                index = int(self.prefix[len(own) + 1 :].split(".", 1)[0])
            else:
                index = 0
            if not 0 <= index < self.state.counts.get(own, 0):
                return ""
            prefix = f"{own}.{index}."
        return self.state.typed(f"{prefix}{code}")

    def position(self, of: str | int) -> int:
        steps = self.prefix.split(".")
        indexes = dict(zip(steps[::2], steps[1::2], strict=False))
        if isinstance(of, int):
            around = self.item.get("within") or []
            of = around[-of] if 0 < of <= len(around) else ""
        return int(indexes[of]) + 1 if of in indexes else 1

    def count(self, code: str) -> int:
        state = self.state
        if code not in state.items:
            return 0
        if code in state.repeats:
            return sum(state.counts.get(place, 0) for place in state.places(code, self.prefix))
        return sum(bool(state.asked.get(place)) for place in state.places(code, self.prefix))

    def choice_label(self, code: str, value: str) -> str:
        item = self.state.items.get(code) or {}
        words = self.state.texts.get("items", {}).get(item.get("id"), {})
        return (words.get("choices") or {}).get(value, "")

    def lookup(self, list_name: str, column: str, key_column: str, key: str) -> str:
        found = (row for row in self.rows(list_name) if row.get(key_column) == key)
        return next(found, {}).get(column, "")

    def rows(self, list_name: str) -> Sequence[Mapping[str, str]]:
        return (self.state.schema.get("lists") or {}).get(list_name, [])

    def _is_one(self, code: str) -> bool:
        """Whether every repeat around `code` is one that the expression stands in."""
        inner = ""
        for repeat in self.state.repeats_around(self.state.items[code]):
            own = f"{inner}{repeat}."
            if not self.prefix.startswith(own):
                return False
            inner = f"{own}{self.prefix[len(own) :].split('.', 1)[0]}."
        return True
