"""A signature: drawn with a finger, or a name typed in its place.

Drawn ones are kept as strokes, not as a picture: they are smaller, are drawn sharp at every size,
need no file of their own, and cannot carry anything but points.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_builder.errors import AnswerRefused
from forms_builder.fields.base import QuestionKind, checked_text
from forms_builder.fields.parts import QuestionBlock, sample

# The sheet that is signed, in units of its own; strokes are whole numbers within it.
WIDTH, HEIGHT = 600, 240
LONGEST_NAME = 100
MOST_STROKES = 200
MOST_POINTS = 4_000


class SignatureBlock(QuestionBlock):
    class Meta:
        label = _("Signature")
        icon = "edit"
        description = _("Signed with a finger, or by a name typed in its place.")
        preview_value = sample(label="ហត្ថលេខាគ្រូបង្រៀន", required=False)


class Signature(QuestionKind):
    """Stored as {"strokes": [[x, y, x, y, …], …]} or as {"name"}."""

    name = "signature"
    order = 230
    block_class = SignatureBlock
    xlsform_type = "image"

    def read_post(self, item: dict, data: QueryDict) -> dict | None:
        name = data.get(f"{item['code']}__name", "").strip()
        if name:
            return {"name": name}
        drawn = data.get(item["code"], "").strip()
        if not drawn:
            return None
        try:
            return {"strokes": json.loads(drawn)}
        except (ValueError, RecursionError):
            return {"strokes": drawn}

    def check(self, item: dict, raw: Any) -> dict[str, Any]:
        if isinstance(raw, dict) and set(raw) == {"name"}:
            name = " ".join(checked_text(raw["name"], LONGEST_NAME).split())
            if name:
                return {"name": name}
        elif isinstance(raw, dict) and set(raw) == {"strokes"} and _are_strokes(raw["strokes"]):
            return {"strokes": raw["strokes"]}
        raise AnswerRefused(gettext("Sign once more with a finger, or write your name instead."))

    def typed(self, item: dict, value: Any) -> str:
        return value.get("name") or "drawn"

    def export(self, item: dict, value: Any, texts: dict) -> str:
        return value.get("name") or gettext("Signed by hand")

    def context(self, item: dict, texts: dict, answer: Any) -> dict:
        given = answer if isinstance(answer, dict) else {}
        drawn = _are_strokes(given.get("strokes"))
        return {
            "typed": json.dumps(given["strokes"], separators=(",", ":")) if drawn else "",
            "name": str(given.get("name") or ""),
            "width": WIDTH,
            "height": HEIGHT,
        }


def svg_path(strokes: list[list[int]]) -> str:
    """Return strokes as the `d` of an SVG path; a point alone is a dot."""
    parts = []
    for stroke in strokes:
        points = [f"{x} {y}" for x, y in zip(stroke[::2], stroke[1::2], strict=True)]
        parts.append(f"M{points[0]}" + "".join(f"L{point}" for point in points[1:] or points))
    return "".join(parts)


def _are_strokes(raw: Any) -> bool:
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_STROKES:
        return False
    if not all(isinstance(stroke, list) and stroke and len(stroke) % 2 == 0 for stroke in raw):
        return False
    if sum(len(stroke) for stroke in raw) > MOST_POINTS * 2:
        return False
    return all(
        type(number) is int and 0 <= number <= (HEIGHT if place % 2 else WIDTH)
        for stroke in raw
        for place, number in enumerate(stroke)
    )

    def to_xlsform(self, item: dict, texts: dict[str, dict]) -> list[dict]:
        return [{**self.xlsform_row(item, texts, self.xlsform_type), "appearance": "signature"}]

    def from_xlsform(self, row: Any) -> dict | None:
        return {} if row.type == "image" and "signature" in row.appearance else None
