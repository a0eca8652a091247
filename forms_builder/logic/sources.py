"""From the rules of the editor to expressions: what was picked becomes what could be written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from forms_builder.expressions import ExpressionRefused, parse
from forms_builder.fields import registry
from forms_builder.fields.base import QuestionKind
from forms_builder.fields.rules import Effect, Join


def rule_source(rule: Any, kind: QuestionKind, kinds: Mapping[str, QuestionKind]) -> str:
    """Return one rule as an expression.

    `kind` is of the question that has the rule, `kinds` of all questions by code. Raises KeyError
    with the code of a question that the form does not have.
    """
    if expression := rule["expression"].strip():
        return expression
    other = rule["question"]
    subject = f"${{{other}}}" if other else "."
    return (kinds[other] if other else kind).condition(subject, rule["operator"], rule["value"])


def sources_of(value: Any, kind: QuestionKind, kinds: Mapping[str, QuestionKind]) -> dict[str, str]:
    """Return the expression of each effect that a block's rules have, by the effect's name.

    Rules of one effect are joined in their order: (first and second) or third. Raises KeyError
    as `rule_source` does.
    """
    sources: dict[str, str] = {}
    for rule in value.get("rules") or ():
        effect = Effect(rule["effect"]).value.lower()
        source = rule_source(rule, kind, kinds)
        before = sources.get(effect)
        if before is not None:
            word = "or" if rule["join"] == Join.OR else "and"
            source = f"({before}) {word} ({source})"
        sources[effect] = source
    if count := (value.get("count") or "").strip():
        sources["count"] = count
    if calculation := kind.calculation(value):
        sources["calculation"] = calculation
    return sources


def kinds_by_code(body: Iterable[Any]) -> dict[str, QuestionKind]:
    """Return the kind of every block that has a code."""
    return {
        child.value["code"]: registry.get(child.block_type) for child in body if child.value["code"]
    }


def compiled_logic(value: Any, kind: QuestionKind, kinds: Mapping[str, QuestionKind]) -> dict:
    """Return the `logic` of a block: the tree of each expression, by effect.

    Rules that a draft has not finished are left out; `problems.rule_errors` names them.
    """
    logic = {}
    try:
        sources = sources_of(value, kind, kinds)
    except KeyError:
        return {}
    for effect, source in sources.items():
        with contextlib.suppress(ExpressionRefused):
            logic[effect] = parse(source, columns=effect == "choice_filter")
    return logic
