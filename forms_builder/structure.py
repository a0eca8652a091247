"""The rules of a form's structure: codes and conditions, checked on the editor's blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.fields import registry


def question_name(child: Any) -> str:
    """Return what a message calls a block: its words, or else its kind."""
    for part in ("label", "title", "text"):
        if words := (child.value.get(part) or "").strip():
            return words.splitlines()[0][:80]
    return registry.get(child.block_type).label


def complete_codes(body: Iterable[Any], known: dict[str, str]) -> None:
    """Give each block without a code the one it had (`known`: by block id) or a free one.

    A free code tells the position: q3 for the third question, note_1, section_2.
    """
    children = list(body)
    taken = {child.value["code"] for child in children if child.value["code"]}
    taken |= set(known.values())
    position: dict[str, int] = {}
    for child in children:
        prefix = registry.get(child.block_type).code_prefix
        position[prefix] = position.get(prefix, 0) + 1
        if child.value["code"]:
            continue
        code = known.get(child.id or "")
        if not code:
            code = next(code for code in _numbered(prefix, position[prefix]) if code not in taken)
        child.value["code"] = code
        taken.add(code)


def _numbered(prefix: str, number: int) -> Iterator[str]:
    while True:
        yield f"{prefix}{number}" if len(prefix) == 1 else f"{prefix}_{number}"
        number += 1


def structure_errors(body: Iterable[Any]) -> dict[int, str]:
    """Return what is wrong with codes and conditions, by index of the block."""
    errors: dict[int, str] = {}
    earlier: dict[str, Any] = {}
    for index, child in enumerate(body):
        code = child.value["code"]
        if code and code in earlier:
            errors[index] = _(
                "“%(question)s” has the code “%(code)s”, and so has “%(other)s”. "
                "Give one of them another code."
            ) % {
                "question": question_name(child),
                "code": code,
                "other": question_name(earlier[code]),
            }
        elif problem := _condition_problem(child, earlier):
            errors[index] = problem
        if code:
            earlier.setdefault(code, child)
    return errors


def _condition_problem(child: Any, earlier: dict[str, Any]) -> str | None:
    condition = child.value.get("shown_if") or {}
    wanted = condition.get("question")
    if not wanted:
        return None
    names = {"question": question_name(child), "code": wanted}
    other = earlier.get(wanted)
    if other is None or not registry.get(other.block_type).answerable:
        return (
            _(
                "“%(question)s” depends on “%(code)s”, but no question before it has that code. "
                "Correct the code or move the question down."
            )
            % names
        )
    if condition["operator"] == "ANSWERED":
        return None
    kind = registry.get(other.block_type)
    possible = kind.condition_values(kind.config(other.value))
    names |= {"other": question_name(other), "value": condition["value"]}
    if not condition["value"]:
        return _("Say which answer to “%(other)s” “%(question)s” depends on.") % names
    if possible is not None and condition["value"] not in possible:
        names["possible"] = ", ".join(possible)
        return (
            _(
                "“%(question)s” depends on the answer “%(value)s”, which “%(other)s” does not "
                "have. It has: %(possible)s."
            )
            % names
        )
    return None


def frozen_code_errors(body: Iterable[Any], answered: Iterable[dict]) -> list[str]:
    """Return a message for each code that answers hold fast and that was changed.

    `answered` are the schemas of all versions that have answers.
    """
    codes: dict[str, str] = {}
    kinds: dict[str, tuple[str, str]] = {}
    for schema in answered:
        for section in schema["sections"]:
            for item in section["items"]:
                codes[item["id"]] = item["code"]
                kinds[item["code"]] = (item["id"], item["kind"])
    errors = []
    for child in body:
        code = child.value["code"]
        names = {"question": question_name(child), "code": code, "frozen": codes.get(child.id)}
        if not code:
            continue
        if child.id in codes and codes[child.id] != code:
            errors.append(
                _(
                    "The code of “%(question)s” cannot become “%(code)s”, because answers are "
                    "stored under “%(frozen)s”. Change it back."
                )
                % names
            )
        elif code in kinds and child.id not in codes and kinds[code][1] != child.block_type:
            names["kind"] = registry.get(kinds[code][1]).label
            errors.append(
                _(
                    "The code “%(code)s” of “%(question)s” belonged to a question of another kind "
                    "(%(kind)s) that has answers. Choose another code."
                )
                % names
            )
    return errors
