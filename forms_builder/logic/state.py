"""A form being filled: what is asked and what is worked out, given the answers so far.

Every question in every instance of its repeats has a path: `topic`, or `lessons.0.topic`. The
phone computes the same from the same trees, in `static/js/field/logic.js`.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from forms_builder.expressions import (
    ExpressionFailed,
    evaluate,
    references,
    to_boolean,
    to_number,
)
from forms_builder.fields import registry
from forms_builder.fields.repeat import MOST
from forms_builder.logic.outline import Branch, items_of, outline
from forms_builder.logic.place import PlaceInForm

ZONE = ZoneInfo("Asia/Phnom_Penh")


class FormState:
    """The state of one filled form.

    `values` maps paths to stored values (as kinds check them) and `counts` paths of repeats to
    how many times they were answered. `unknown` are paths whose answers were refused: what
    depends on them is neither asked nor not asked, but None. `now` is an aware moment.
    """

    def __init__(
        self,
        schema: dict,
        values: Mapping[str, Any],
        counts: Mapping[str, int],
        *,
        now: datetime.datetime,
        unknown: frozenset[str] | set[str] = frozenset(),
        texts: dict | None = None,
    ) -> None:
        self.schema = schema
        self.now = now.astimezone(ZONE)
        self.texts = texts or {}
        self.items = {item["code"]: item for item in items_of(schema)}
        self.items |= {section["code"]: section for section in schema["sections"]}
        self.repeats = {code for code, item in self.items.items() if item.get("kind") == "repeat"}
        self.values = dict(values)
        self.counts: dict[str, int] = {}
        self.asked: dict[str, bool | None] = {}
        self._unknown = set(unknown)
        self._sent_counts = counts
        self._section_of = {
            item["code"]: section["code"]
            for section in schema["sections"]
            for item in section["items"]
        }
        for code in schema["order"]:
            self._evaluate(self.items[code])

    def complete(self, values: dict[str, Any]) -> None:
        """Go on with `values` alone: those of the questions asked, with what their kinds add."""
        self.values = values

    # What others ask

    def paths(self, item: dict) -> Iterator[tuple[str, str]]:
        """Yield path and prefix of an item, once for each instance of the repeats around it."""
        if not item.get("within"):
            yield item["code"], ""
            return
        prefixes = [""]
        for code in self.repeats_around(item):
            prefixes = [
                f"{prefix}{code}.{index}."
                for prefix in prefixes
                for index in range(self.counts.get(f"{prefix}{code}", 0))
            ]
        for prefix in prefixes:
            yield f"{prefix}{item['code']}", prefix

    def asked_questions(self) -> Iterator[tuple[dict, str]]:
        """Yield item and path of every question that is asked, in the order that people read."""

        def walk(branches: list[Branch], prefix: str) -> Iterator[tuple[dict, str]]:
            for item, children in branches:
                path = f"{prefix}{item['code']}"
                if item["code"] in self.repeats:
                    for index in range(self.counts.get(path, 0)):
                        yield from walk(children, f"{path}.{index}.")
                    continue
                if registry.get(item["kind"]).answerable and self.asked.get(path):
                    yield item, path
                if children:
                    yield from walk(children, prefix)

        if not self.repeats:  # the order is that of the items, and a path is a code
            for item in items_of(self.schema):
                if registry.get(item["kind"]).answerable and self.asked.get(item["code"]):
                    yield item, item["code"]
            return
        for section in self.schema["sections"]:
            yield from walk(outline(section["items"]), "")

    def rule(self, item: dict, effect: str, prefix: str) -> bool | None:
        """Return what a yes-or-no rule says in one place; None if it cannot be known yet."""
        tree = item["logic"][effect]
        if self._depends_on_unknown(tree, prefix):
            return None
        return to_boolean(self._value_of(tree, item, prefix))

    def has_rule(self, item: dict, effect: str) -> bool:
        return effect in (item.get("logic") or {})

    def offered(self, item: dict, prefix: str) -> list[str]:
        """Return the values of the choices that the choice filter leaves, in their order."""
        choices = [choice["value"] for choice in item.get("choices", ())]
        if not self.has_rule(item, "choice_filter"):
            return choices
        tree = item["logic"]["choice_filter"]
        return [
            choice["value"]
            for choice in item["choices"]
            if to_boolean(self._value_of(tree, item, prefix, row=self._row(item, choice)))
        ]

    # Evaluation

    def _value_of(
        self, tree: Any, item: dict, prefix: str, row: dict[str, str] | None = None
    ) -> Any:
        """Return what an expression says in one place; what has no value is not answered."""
        try:
            return evaluate(tree, PlaceInForm(self, item, prefix), row=row)
        except ExpressionFailed:
            return ""

    def _row(self, item: dict, choice: dict) -> dict[str, str]:
        words = self.texts.get("items", {}).get(item["id"], {}).get("choices") or {}
        label = words.get(choice["value"], "")
        return {"name": choice["value"], "label": label, **(choice.get("columns") or {})}

    def _evaluate(self, item: dict) -> None:
        if not item.get("within") and not item.get("logic") and item["code"] not in self.repeats:
            # Most questions: nothing of their own decides.
            self.asked[item["code"]] = self.asked.get(self._section_of.get(item["code"], ""), True)
            return
        for path, prefix in self.paths(item):
            around = self._asked_around(item, prefix)
            asked = around
            if around and self.has_rule(item, "relevant"):
                asked = self.rule(item, "relevant", prefix)
            self.asked[path] = asked
            if item["code"] in self.repeats:
                self.counts[path] = self._count(item, path, prefix) if asked else 0
            if self.has_rule(item, "calculation"):
                self._work_out(item, path, prefix)

    def _asked_around(self, item: dict, prefix: str) -> bool | None:
        """Whether everything that an item stands in is asked."""
        verdicts = [self.asked[around] for around in self._paths_around(item, prefix)]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def _paths_around(self, item: dict, prefix: str) -> Iterator[str]:
        section = self._section_of.get(item["code"])
        if section is not None:
            yield section
        inner = ""
        for code in item.get("within") or ():
            yield f"{inner}{code}"
            if code in self.repeats:
                index = prefix[len(f"{inner}{code}.") :].split(".", 1)[0]
                inner = f"{inner}{code}.{index}."

    def repeats_around(self, item: dict) -> list[str]:
        return [code for code in item.get("within") or () if code in self.repeats]

    def _count(self, item: dict, path: str, prefix: str) -> int:
        if not self.has_rule(item, "count"):
            return self._sent_counts.get(path, 0)
        tree = item["logic"]["count"]
        if self._depends_on_unknown(tree, prefix):
            return self._sent_counts.get(path, 0)
        number = to_number(self._value_of(tree, item, prefix))
        return 0 if math.isnan(number) else max(0, min(int(min(number, MOST)), MOST))

    def _work_out(self, item: dict, path: str, prefix: str) -> None:
        self.values.pop(path, None)
        tree = item["logic"]["calculation"]
        if not self.asked[path] or self._depends_on_unknown(tree, prefix):
            return
        result = self._value_of(tree, item, prefix)
        value = registry.get(item["kind"]).worked_out(item, result)
        if value is not None:
            self.values[path] = value

    def _depends_on_unknown(self, tree: Any, prefix: str) -> bool:
        if not self._unknown:
            return False
        return any(
            path in self._unknown or self.asked.get(path, True) is None
            for code in references(tree)
            if code in self.items
            for path in self.places(code, prefix)
        )

    def places(self, code: str, prefix: str) -> list[str]:
        """Return the paths that `code` means at `prefix`: its own instance, or all of them."""
        prefixes = [""]
        for repeat in self.repeats_around(self.items[code]):
            steps = []
            for before in prefixes:
                own = f"{before}{repeat}."
                if prefix.startswith(own):
                    index = prefix[len(own) :].split(".", 1)[0]
                    steps.append(f"{own}{index}.")
                else:
                    count = self.counts.get(f"{before}{repeat}", 0)
                    steps += [f"{own}{index}." for index in range(count)]
            prefixes = steps
        return [f"{before}{code}" for before in prefixes]

    def typed(self, path: str) -> Any:
        """Return the value at a path as expressions compute with it; "" for none and for hidden."""
        value = self.values.get(path)
        if value is None or not self.asked.get(path):
            return ""
        item = self.items[path.rsplit(".", 1)[-1]]
        return registry.get(item["kind"]).typed(item, value)
