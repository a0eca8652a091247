"""Lists in steps as people bring them: a table with a column for each step, read into a tree.

A column may have two companions of the same name: `province_code` with the codes and
`province_en` with the English words. Codes that are missing are transcribed from the words.
The tree is `{"steps": [{"code", "km", "en"}], "nodes": [[step, parent, code, km, en], …]}`,
with `parent` the place of another node in the list, -1 for none.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from khmer.digits import written
from khmer.slugs import slug

MOST_STEPS = 6
MOST_MESSAGES = 20
# What a step or an entry may be called.
CODE = re.compile("[A-Za-z0-9_.-]{1,64}")
_COMPANIONS = ("_code", "_en")


class _Step(NamedTuple):
    title: str
    words: int
    code: int | None
    english: int | None


def tree_of(rows: list[tuple[int, list[str]]]) -> dict[str, Any]:
    """Return the tree of a table whose first row has the headings.

    Raises ValidationError with a message for each row that cannot be taken, as far as twenty.
    """
    if len(rows) < 2:
        raise ValidationError(_("The file has no rows below its headings. Add at least one."))
    steps = _steps(rows[0][1])
    reading = _Reading(steps)
    for number, cells in rows[1:]:
        reading.take(number, cells)
    if reading.problems:
        shown = reading.problems[:MOST_MESSAGES]
        if rest := len(reading.problems) - len(shown):
            shown.append(_("… and %(count)s more.") % {"count": written(rest)})
        raise ValidationError(shown)
    codes: list[str] = []
    for step in steps:
        code = slug(step.title, 40).replace("-", "_")
        codes.append(f"{code}_{len(codes) + 1}" if code in codes else code)
    return {
        "steps": [
            {"code": code, "km": step.title, "en": step.title}
            for code, step in zip(codes, steps, strict=True)
        ],
        "nodes": reading.nodes,
    }


def _steps(headings: list[str]) -> list[_Step]:
    place = {heading.lower(): index for index, heading in enumerate(headings) if heading}
    steps, companions = [], set()
    for heading, index in place.items():
        if heading.endswith(_COMPANIONS) and heading.rsplit("_", 1)[0] in place:
            companions.add(heading)
            continue
        if heading.endswith(_COMPANIONS):
            raise ValidationError(
                _("The column “%(column)s” belongs to no step. Rename or delete it.")
                % {"column": headings[index]}
            )
        steps.append(
            _Step(headings[index], index, place.get(f"{heading}_code"), place.get(f"{heading}_en"))
        )
    if len(steps) > MOST_STEPS:
        raise ValidationError(
            _("The file has more than %(limit)s steps. Leave some columns out.")
            % {"limit": written(MOST_STEPS)}
        )
    return steps


class _Reading:
    """The nodes so far, and what is wrong with rows."""

    def __init__(self, steps: list[_Step]) -> None:
        self.steps = steps
        self.nodes: list[list[Any]] = []
        self.problems: list[str] = []
        self._known: dict[tuple[int, str], int] = {}
        self._by_words: dict[tuple[int, str], int] = {}
        self._first_row: dict[int, int] = {}

    def take(self, number: int, cells: list[str]) -> None:
        def cell(index: int | None) -> str:
            return cells[index] if index is not None and index < len(cells) else ""

        parent, before = -1, len(self.nodes)
        for depth, step in enumerate(self.steps):
            words, code = cell(step.words), cell(step.code)
            names = {"row": written(number), "column": step.title, "code": code}
            if not words:
                self.problems.append(
                    _("Row %(row)s has nothing in the column “%(column)s”. Fill it in.") % names
                )
                return
            if code and not CODE.fullmatch(code):
                self.problems.append(
                    _(
                        "Row %(row)s: the code “%(code)s” may have only Latin letters, digits, "
                        "dots, hyphens and underscores."
                    )
                    % names
                )
                return
            found = self._found(parent, code, words)
            if found is not None and self.nodes[found][3] != words:
                names["other"] = written(self._first_row[found])
                self.problems.append(
                    _(
                        "Row %(row)s: the code “%(code)s” has other words than in row %(other)s. "
                        "Make them the same."
                    )
                    % names
                )
                return
            if found is None:
                found = self._add(depth, parent, code, words, cell(step.english), number)
            parent = found
        if len(self.nodes) == before:
            self.problems.append(
                _("Row %(row)s repeats an earlier one. Delete it.") % {"row": written(number)}
            )

    def _found(self, parent: int, code: str, words: str) -> int | None:
        if code:
            return self._known.get((parent, code))
        return self._by_words.get((parent, words))

    def _add(
        self, depth: int, parent: int, code: str, words: str, english: str, number: int
    ) -> int:
        if not code:
            wish = slug(words, 40).replace("-", "_")
            count, code = 1, wish
            while (parent, code) in self._known:
                count += 1
                code = f"{wish}_{count}"
        place = len(self.nodes)
        self.nodes.append([depth, parent, code, words, english])
        self._known[parent, code] = self._by_words[parent, words] = place
        self._first_row[place] = number
        return place
