"""Forms and answers made up from a seed: groups, repeats, and rules about questions before them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from random import Random
from typing import Any

from forms_builder.logic.outline import items_of
from tests.forms_builder.samples import block, choices, one_question, rule

OPTIONS = {"a": "ក", "b": "ខ", "c": "គ"}
KINDS = ("integer", "decimal", "text", "date", "single_choice", "multiple_choice")
DEFAULTS = {
    "integer": ("3", "1 + 1"),
    "decimal": ("2.5", "7 div 2"),
    "text": ("'ក'", "concat('a', 2)", "'3'"),
    "date": ("today()", "'2026-11-23'"),
}
TABLES = {
    "places": [
        {"name": "a", "label": "ភូមិ ក", "size": "3"},
        {"name": "b", "label": "ភូមិ ខ", "size": "1"},
        {"name": "1", "label": "១", "size": ""},
    ]
}
TEXTS = ("", "ក", "ខ្មែរ", "a", "៣", "x y")


class FormMaker:
    """One form: blocks with codes q1, q2, … in the order in which they are asked."""

    def __init__(self, seed: int, *, plain: bool = False) -> None:
        """With `plain` what is worked out has its question's type: JavaRosa keeps anything."""
        self.random = Random(seed)
        self.plain = plain
        self.kinds: dict[str, str] = {}
        self.around: dict[str, list[str]] = {}
        self.repeats: list[str] = []
        self.worked_out: set[str] = set()
        self.number = 0

    def make(self) -> tuple[dict, dict]:
        """Return schema and texts."""
        return one_question(*self.body())

    def body(self) -> list[dict]:
        """Return the blocks of the form."""
        body = []
        for section in range(self.random.randint(1, 2)):
            rules = self._relevant([]) if section else []
            body.append(block("section", f"s{section}", title=f"ផ្នែក {section}", rules=rules))
            body += self._items([], self.random.randint(3, 6))
        return body

    def _items(self, around: list[str], count: int) -> list[dict]:
        made: list[dict] = []
        for _ in range(count):
            roll = self.random.random()
            if roll < 0.15 and len(around) < 2:
                made += self._wrapped("group", around)
            elif roll < 0.35 and len(around) < 2:
                made += self._wrapped("repeat", around)
            else:
                made.append(self._question(around))
        return made

    def _wrapped(self, kind: str, around: list[str]) -> list[dict]:
        code = self._code()
        settings: dict[str, Any] = {"label": f"ពាក្យ {code}", "rules": self._relevant(around)}
        if kind == "repeat":
            settings |= {"minimum": 0, "maximum": 4}
            if self.random.random() < 0.4 and (count := self._number_seen(around)):
                settings["count"] = count
            self.repeats.append(code)
            self.around[code] = list(around)
        inner = [*around, code]
        items = self._items(inner, self.random.randint(1, 3))
        return [block(kind, code, **settings), *items, block(f"{kind}_end", f"{code}_end")]

    def _question(self, around: list[str]) -> dict:
        code, kind = self._code(), self.random.choice(KINDS)
        rules = self._relevant(around)
        roll = self.random.random()
        if roll < 0.25:
            kind = self.random.choice(("integer", "decimal", "text", "calculated"))
            source = self._of_kind(kind, around) if self.plain else self._worked_out(around)
            self.worked_out.add(code)
            if kind == "calculated":
                return self._calculated(code, source, rules, around)
            rules.append(rule("CALCULATION", source))
        elif roll < 0.5:
            rules.append(rule("CONSTRAINT", self._condition(around, own=True)))
        elif roll < 0.6:
            rules.append(rule("REQUIRED", self._condition(around)))
        elif roll < 0.7 and kind in DEFAULTS:
            rules.append(rule("DEFAULT", self.random.choice(DEFAULTS[kind])))
        elif roll < 0.75:
            rules.append(rule("READ_ONLY", self._condition(around)))
        words = {"label": f"សំណួរ {code}", "required": self.random.random() < 0.1}
        if kind.endswith("choice"):
            if self.random.random() < 0.4:
                rules.append(rule("CHOICE_FILTER", f"name != 'b' or {self._condition(around)}"))
            made = choices(kind, code, words.pop("label"), OPTIONS, rules=rules, **words)
        else:
            made = block(kind, code, rules=rules, **words)
        self.kinds[code], self.around[code] = kind, list(around)
        return made

    def _calculated(self, code: str, source: str, rules: list[dict], around: list[str]) -> dict:
        self.kinds[code], self.around[code] = "calculated", list(around)
        return block("calculated", code, label=f"តម្លៃ {code}", calculation=source, rules=rules)

    def _code(self) -> str:
        self.number += 1
        return f"q{self.number}"

    def _relevant(self, around: list[str]) -> list[dict]:
        if self.random.random() < 0.5 or not self.kinds:
            return []
        return [rule("RELEVANT", self._condition(around))]

    def _is_here(self, code: str, around: list[str]) -> bool:
        wanted = [one for one in self.around[code] if one in self.repeats]
        return all(one in around for one in wanted)

    def _number_seen(self, around: list[str]) -> str:
        numbers = [
            code
            for code, kind in self.kinds.items()
            if kind == "integer"
            and self._is_here(code, around)
            # JavaRosa counts by what was worked out for a hidden question, too.
            and not (self.plain and code in self.worked_out)
        ]
        return f"${{{self.random.choice(numbers)}}}" if numbers else ""

    def _term(self, around: list[str], own: bool = False) -> str:
        if own and self.random.random() < 0.6:
            return "."
        if self.repeats and self.random.random() < 0.2:
            inside = [code for code in self.kinds if set(self.around[code]) & set(self.repeats)]
            if inside and self.random.random() < 0.7:
                function = self.random.choice(("sum", "count", "max", "min"))
                return f"{function}(${{{self.random.choice(inside)}}})"
            once = [code for code in inside if len(self._repeats_around(code)) == 1]
            if once and self.random.random() < 0.5:
                return self._one_instance(self.random.choice(once), around)
            open_ones = [one for one in self.repeats if one not in around]
            if open_ones:
                return f"count(${{{self.random.choice(open_ones)}}})"
        here = [code for code in self.kinds if self._is_here(code, around)]
        if here and not self.plain and self.random.random() < 0.05:
            column = self.random.choice(("label", "size"))
            return f"pulldata('places', '{column}', 'name', ${{{self.random.choice(here)}}})"
        if not here or self.random.random() < 0.1:
            return self.random.choice(("1", "2", "'a'", "position(..)", "''"))
        return f"${{{self.random.choice(here)}}}"

    def _of_kind(self, kind: str, around: list[str]) -> str:
        """An expression whose result a question of the kind may store."""
        if kind == "integer":
            term = self._term(around)
            return self.random.choice(
                (
                    f"if({self._condition(around)}, 1, 2)",
                    f"string-length({term})",
                    f"int(coalesce({self._sum(around)}, 7))",
                    self._count_selected(around),
                )
            )
        if kind == "decimal":
            return f"round({self._sum(around)} * 2.5, 1)"
        return f"concat('=', {self._worked_out(around)})"

    def _count_selected(self, around: list[str]) -> str:
        chosen = [
            code
            for code, kind in self.kinds.items()
            if kind.endswith("choice") and self._is_here(code, around)
        ]
        # JavaRosa breaks down where a number stands there.
        return f"count-selected(${{{self.random.choice(chosen)}}})" if chosen else "position(..)"

    def _sum(self, around: list[str]) -> str:
        """A number in any case, of the instances of a repeat if there are any."""
        numbers = [
            code
            for code, kind in self.kinds.items()
            if kind in ("integer", "decimal") and self._repeats_around(code)
        ]
        return f"sum(${{{self.random.choice(numbers)}}})" if numbers else "3"

    def _repeats_around(self, code: str) -> list[str]:
        return [one for one in self.around[code] if one in self.repeats]

    def _one_instance(self, code: str, around: list[str]) -> str:
        """The answer in a certain instance of the repeat that a question is in."""
        [repeat] = self._repeats_around(code)
        index = self.random.choice(("1", "2", "3", f"count(${{{repeat}}})"))
        if repeat in around:
            before = "position(..) - 1" if around[-1] == repeat else "1"
            index = self.random.choice((before, "1"))
        return f"indexed-repeat(${{{code}}}, ${{{repeat}}}, {index})"

    def _condition(self, around: list[str], own: bool = False) -> str:
        term = self._term(around, own)
        made = self.random.choice(
            (
                f"{term} > {self.random.randint(0, 4)}",
                f"{term} = '{self.random.choice('abc')}'",
                f"{term} != ''",
                f"{term} = {self._term(around)}",
                f"string-length({term}) < 3",
                f"not({term} >= 2)",
                f"{term} <= today()",
            )
        )
        if self.random.random() < 0.25:
            word = self.random.choice(("and", "or"))
            made = f"({made}) {word} ({self._condition(around)})"
        return made

    def _worked_out(self, around: list[str]) -> str:
        one, two = self._term(around), self._term(around)
        if not self.plain and self.random.random() < 0.1:
            here = [f"${{{code}}}" for code in self.kinds if self._is_here(code, around)] or ["2"]
            one, two = self.random.choice(here), self.random.choice(here)
            return f"count(instance('places')/root/item[name = {one} or size > {two}])"
        return self.random.choice(
            (
                f"{one} + {two}",
                f"if({self._condition(around)}, {one}, {two})",
                f"concat({one}, '-', {two})",
                f"coalesce({one}, {two})",
                f"round({one} * 2.5, 1)",
                self._count_selected(around),
            )
        )


Answer = Callable[[dict, Random, datetime.date], Any]


def an_answer(item: dict, random: Random, today: datetime.date) -> Any:
    """A raw answer to a question (a schema item); dates lie around `today`."""
    return _answer(item["kind"], random, today)


def make_answers(
    schema: dict,
    seed: int,
    today: datetime.date = datetime.date(2026, 11, 23),
    answer: Answer = an_answer,
) -> dict[str, Any]:
    """Return raw answers by code, to some of the questions, whether they are asked or not."""
    random = Random(seed)
    answers: dict[str, Any] = {}

    def fill(into: dict, item: dict) -> None:
        _fill(into, item, schema, random, lambda one: answer(one, random, today))

    for item in items_of(schema):
        if not item.get("within"):
            fill(answers, item)
    return answers


def _fill(
    into: dict, item: dict, schema: dict, random: Random, answer: Callable[[dict], Any]
) -> None:
    code, kind = item["code"], item["kind"]
    inner = [one for one in items_of(schema) if (one.get("within") or [None])[-1] == code]
    if kind == "repeat":
        into[code] = [{} for _ in range(random.randint(0, 3))]
        for instance in into[code]:
            for one in inner:
                _fill(instance, one, schema, random, answer)
    elif kind == "group":
        for one in inner:
            _fill(into, one, schema, random, answer)
    elif random.random() < 0.75:
        into[code] = answer(item)


def _answer(kind: str, random: Random, today: datetime.date) -> Any:
    if kind == "integer":
        return random.randint(0, 5)
    if kind == "decimal":
        return str(random.choice((0, 0.5, 1.25, 2, 3.75)))
    if kind == "text":
        return random.choice(TEXTS)
    if kind == "date":
        return (today + datetime.timedelta(days=random.randint(-2, 2))).isoformat()
    if kind == "single_choice":
        return random.choice("abc")
    return random.sample("abc", random.randint(0, 3))
