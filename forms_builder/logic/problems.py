"""What is wrong with the rules of a form that is being written, in words for its author."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.expressions import (
    ExpressionRefused,
    list_references,
    parse,
    references,
)
from forms_builder.fields import registry
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.rules import WITHOUT_VALUE, Effect, Operator
from forms_builder.logic.order import Circle, evaluation_order
from forms_builder.logic.sources import compiled_logic, rule_source


def question_name(child: Any) -> str:
    """Return what a message calls a block: its words, or else its kind."""
    for part in ("label", "title", "text"):
        if words := (child.value.get(part) or "").strip():
            return words.splitlines()[0][:80]
    return registry.get(child.block_type).label


def rule_errors(children: list[Any]) -> dict[int, str]:
    """Return what is wrong with rules, one message a block, by index of the block."""
    form = _Form(children)
    errors: dict[int, str] = {}
    for index, child in enumerate(children):
        for problem in form.problems(index, child):
            errors.setdefault(index, problem)
    if not errors and (circle := form.circle()):
        errors |= circle
    return errors


class _Form:
    """The blocks of a form, found by code."""

    def __init__(self, children: list[Any]) -> None:
        self.children = children
        self.by_code: dict[str, Any] = {}
        self.kinds: dict[str, QuestionKind] = {}
        self.index: dict[str, int] = {}
        self.repeats: dict[str, list[str]] = {}
        open_ones: list[tuple[str, str]] = []
        for index, child in enumerate(children):
            code, kind = child.value["code"], registry.get(child.block_type)
            if kind.closes:
                open_ones = open_ones[:-1]
            elif code and code not in self.by_code:
                self.by_code[code], self.kinds[code], self.index[code] = child, kind, index
                self.repeats[code] = [name for name, opens in open_ones if opens == "repeat"]
            if kind.starts_section:
                open_ones = []
            elif kind.opens:
                open_ones.append((code, kind.opens))

    def problems(self, index: int, child: Any) -> Iterator[str]:
        kind = registry.get(child.block_type)
        for rule in child.value.get("rules") or ():
            yield from self._rule_problems(child, rule, kind)
        for source in ((child.value.get("count") or "").strip(), kind.calculation(child.value)):
            if source:
                yield from self._source_problems(child, source)

    def _rule_problems(self, child: Any, rule: Any, kind: QuestionKind) -> Iterator[str]:
        names = {"question": question_name(child), "code": rule["question"]}
        if rule["question"] and rule["question"] not in self.kinds:
            yield (
                _(
                    "“%(question)s” has a rule about “%(code)s”, but no question has that code. "
                    "Correct the code."
                )
                % names
            )
            return
        if not rule["expression"].strip():
            yield from self._value_problems(child, rule, kind, names)
        source = rule_source(rule, kind, self.kinds)
        columns = rule["effect"] == Effect.CHOICE_FILTER
        yield from self._source_problems(child, source, columns=columns)

    def _value_problems(
        self, child: Any, rule: Any, kind: QuestionKind, names: dict[str, str]
    ) -> Iterator[str]:
        other = self.by_code[rule["question"]] if rule["question"] else child
        other_kind = registry.get(other.block_type)
        if not other_kind.answerable:
            yield (
                _(
                    "“%(question)s” has a rule about “%(code)s”, which asks nothing. "
                    "Choose a question."
                )
                % names
            )
            return
        if rule["operator"] in WITHOUT_VALUE:
            return
        names |= {"other": question_name(other), "value": rule["value"]}
        if not rule["value"].strip():
            yield _("Say which answer to “%(other)s” the rule of “%(question)s” is about.") % names
            return
        possible = other_kind.condition_values(other_kind.config(other.value))
        if (
            possible is not None
            and rule["operator"] in (Operator.IS, Operator.IS_NOT)
            and rule["value"] not in possible
        ):
            names["possible"] = ", ".join(possible)
            yield (
                _(
                    "“%(question)s” has a rule about the answer “%(value)s”, which “%(other)s” "
                    "does not have. It has: %(possible)s."
                )
                % names
            )

    def _source_problems(self, child: Any, source: str, *, columns: bool = False) -> Iterator[str]:
        names = {"question": question_name(child), "expression": source[:200]}
        try:
            tree = parse(source, columns=columns)
        except ExpressionRefused as refused:
            names["reason"] = str(refused)
            yield _("The rule of “%(question)s” cannot be read. %(reason)s") % names
            return
        unknown = sorted(references(tree) - self.kinds.keys())
        if unknown:
            names["code"] = unknown[0]
            yield (
                _(
                    "“%(question)s” has a rule about “%(code)s”, but no question has that code. "
                    "Correct the code."
                )
                % names
            )
            return
        own = self.repeats.get(child.value["code"], [])
        for code in sorted(references(tree) - list_references(tree)):
            around = self.repeats[code]
            if self.kinds[code].opens != "repeat" and around != own[: len(around)]:
                names["other"] = question_name(self.by_code[code])
                yield (
                    _(
                        "“%(question)s” has a rule about “%(other)s”, which is asked several "
                        "times. Say which is meant, for example with sum() or count()."
                    )
                    % names
                )

    def circle(self) -> dict[int, str]:
        """The message for a question that depends on itself by way of others."""
        items: list[dict] = []
        around: list[str] = []
        for child in self.children:
            kind = registry.get(child.block_type)
            if kind.closes:
                around = around[:-1]
                continue
            if kind.starts_section:
                around = []
            code = child.value["code"] or f"_{len(items)}"
            logic = compiled_logic(child.value, kind, self.kinds)
            items.append({"code": code, "within": list(around), "logic": logic})
            if kind.opens:
                around.append(code)
        try:
            evaluation_order(items)
        except Circle as circle:
            codes = [code for code in circle.codes if code in self.by_code]
            names = "”, “".join(question_name(self.by_code[code]) for code in dict.fromkeys(codes))
            return {
                self.index[codes[0]]: _(
                    "These questions depend on each other in a circle: “%(questions)s”. "
                    "Take one of their rules away."
                )
                % {"questions": names}
            }
        return {}
