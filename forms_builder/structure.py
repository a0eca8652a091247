"""The structure of a form: codes, groups and rules, checked on the editor's blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from forms_builder.fields import registry
from forms_builder.logic.problems import question_name, rule_errors
from khmer.slugs import slug

_MOST_WORDS, _SHORTEST, _LONGEST = 3, 3, 24


def complete_codes(body: Iterable[Any], known: dict[str, str], *, from_words: bool = False) -> None:
    """Give each block without a code the one it had (`known`: by block id) or a free one.

    A free code tells the position: q3 for the third question, note_1, section_2. With
    `from_words` a question is called after its label, where that is short and can be read in
    Latin letters.
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
        if not code and from_words and prefix == "q":
            code = readable_code(child.value.get("label") or "")
            code = "" if code in taken else code
        if not code:
            code = next(code for code in _numbered(prefix, position[prefix]) if code not in taken)
        child.value["code"] = code
        taken.add(code)


def readable_code(label: str) -> str:
    """Return a short label in Latin letters as a code, or nothing where nobody could read it.

    Khmer without its vowels, as a transcription often writes it, is no name to work with.
    """
    words = slug(label, 64).split("-")
    code = "_".join(words)
    letters = code.replace("_", "")
    if (
        not label.strip()
        or len(words) > _MOST_WORDS
        or not _SHORTEST <= len(code) <= _LONGEST
        or not re.fullmatch("[a-z][a-z0-9_]*", code)
        or re.search("[b-df-hj-np-tv-z]{4}", code)
        or sum(letter in "aeiouy" for letter in letters) * 10 < len(letters) * 3
    ):
        return ""
    return code


def _numbered(prefix: str, number: int) -> Iterator[str]:
    while True:
        yield f"{prefix}{number}" if len(prefix) == 1 else f"{prefix}_{number}"
        number += 1


def structure_errors(body: Iterable[Any]) -> dict[int, str]:
    """Return what is wrong with codes, groups and rules, by index of the block."""
    children = list(body)
    errors = _code_errors(children)
    for problems in (_nesting_errors(children), rule_errors(children)):
        for index, message in problems.items():
            errors.setdefault(index, message)
    return errors


def _code_errors(children: list[Any]) -> dict[int, str]:
    errors: dict[int, str] = {}
    earlier: dict[str, Any] = {}
    for index, child in enumerate(children):
        code = child.value["code"]
        if not code:
            continue
        if code in earlier:
            errors[index] = _(
                "“%(question)s” has the code “%(code)s”, and so has “%(other)s”. "
                "Give one of them another code."
            ) % {
                "question": question_name(child),
                "code": code,
                "other": question_name(earlier[code]),
            }
        earlier.setdefault(code, child)
    return errors


def _nesting_errors(children: list[Any]) -> dict[int, str]:
    errors: dict[int, str] = {}
    begun: list[tuple[int, str]] = []
    for index, child in enumerate([*children, None]):
        kind = registry.get(child.block_type) if child is not None else None
        if kind is None or kind.starts_section:
            for start, _opens in begun:
                errors[start] = _(
                    "“%(question)s” begins here but does not end in this section. "
                    "Add the end after its last question."
                ) % {"question": question_name(children[start])}
            begun = []
        elif kind.opens:
            begun.append((index, kind.opens))
        elif kind.closes:
            if begun and begun[-1][1] == kind.closes:
                begun.pop()
            else:
                errors[index] = _("Nothing that ends here was begun. Delete this end or move it.")
    return errors


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


def follows_errors(body: Iterable[Any], earlier: set[str]) -> list[str]:
    """Return what is wrong with the questions that continue others.

    `earlier` are the codes of all versions so far. A form without any may say what it likes: it
    came from elsewhere.
    """
    children = list(body)
    present = {child.value["code"]: child for child in children if child.value["code"]}
    taken: dict[str, Any] = {}
    errors = []
    for child in children:
        follows = child.value.get("follows")
        if not follows or not earlier:
            continue
        names = {"question": question_name(child), "code": follows}
        if follows in present:
            names["other"] = question_name(present[follows])
            errors.append(
                _(
                    "“%(question)s” cannot continue “%(other)s”, because that question is still "
                    "in the form. Delete that question, or leave “Continues the question” empty."
                )
                % names
            )
        elif follows not in earlier:
            errors.append(
                _(
                    "“%(question)s” continues “%(code)s”, but no earlier version has a question "
                    "with that code. Correct the code."
                )
                % names
            )
        elif follows in taken:
            names["other"] = question_name(taken[follows])
            errors.append(
                _(
                    "“%(question)s” and “%(other)s” both continue “%(code)s”. Only one can: "
                    "leave it empty in the other."
                )
                % names
            )
        taken.setdefault(follows, child)
    return errors
