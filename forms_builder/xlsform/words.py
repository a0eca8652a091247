"""Texts in several languages inside a block's value, and what becomes of them.

While a form is read or written, every text that people read is a `Words`. The value of a block
is otherwise as it is stored: lists of blocks are lists of {"type", "id", "value"}.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Model
from wagtail import blocks

from forms_builder.fields.inputs import SameInEveryLanguage

LANGUAGES = ("km", "en")
PICTURES = {"image", "big-image"}
MEDIA = {"audio", "video"} | PICTURES
# Characters of a label.
MOST_LABEL = 500
# How texts stand in JSON of a cell.
_MARK = "text"


class Words(dict[str, str]):
    """A text by language."""

    def any(self) -> str:
        """Return the text in the first language that has it."""
        return next((text for text in self.values() if text), "")


def in_language(value: Any, language: str, other: str = "") -> Any:
    """Return a value with the texts of one language, or of `other` where that has none."""
    if isinstance(value, Words):
        return value.get(language) or (value.get(other) if other else "") or ""
    if isinstance(value, dict):
        return {key: in_language(part, language, other) for key, part in value.items()}
    if isinstance(value, list):
        return [in_language(part, language, other) for part in value]
    return value


def words_by_path(value: Any, language: str, path: str) -> dict[str, str]:
    """Return the texts of one language by wagtail-localize's content path."""
    found: dict[str, str] = {}
    if isinstance(value, Words):
        if text := value.get(language):
            found[path] = text
    elif isinstance(value, dict):
        for key, part in value.items():
            found |= words_by_path(part, language, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict) and "id" in part and "value" in part:
                found |= words_by_path(part["value"], language, f"{path}.{part['id']}")
    return found


def list_items(block_id: str, field: str, values: list[dict]) -> list[dict]:
    """Return the values of a list block as they are stored, with ids that stay the same."""
    known = field in ("choices", "levels")
    return [
        {
            "type": "item",
            "id": str(
                uuid.uuid5(uuid.UUID(block_id), f"{field} {value['value'] if known else number}")
            ),
            "value": value,
        }
        for number, value in enumerate(values)
    ]


def as_cell(value: Any) -> Any:
    """Return a value for JSON in a cell: texts marked as such."""
    if isinstance(value, Words):
        return {_MARK: dict(value)}
    if isinstance(value, dict):
        return {key: as_cell(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_cell(part) for part in value]
    return value


def from_cell(value: Any) -> Any:
    """The other way round."""
    if isinstance(value, dict):
        if set(value) == {_MARK} and isinstance(value[_MARK], dict):
            return Words({str(key): str(text) for key, text in value[_MARK].items()})
        return {str(key): from_cell(part) for key, part in value.items()}
    if isinstance(value, list):
        return [from_cell(part) for part in value]
    return value


def is_text(block: blocks.Block) -> bool:
    """Tell whether a block's value is something that people read, and so is translated."""
    return isinstance(block, (blocks.CharBlock, blocks.TextBlock)) and not isinstance(
        block, SameInEveryLanguage
    )


def collected(block: blocks.Block, values: dict[str, Any]) -> Any:
    """Return one value out of the same block's values in several languages, the first leading.

    Numbers and choices are the leading language's; snippets are known by their codes; list items
    are matched by their ids. Other objects (pictures) are left out.
    """
    leading = next(iter(values.values()))
    if is_text(block):
        return Words({language: str(value or "") for language, value in values.items()})
    if isinstance(block, blocks.StructBlock):
        return {
            name: collected(
                child, {lang: value.get(name) for lang, value in values.items() if value}
            )
            for name, child in block.child_blocks.items()
            if leading is not None and name in leading
        }
    if isinstance(block, blocks.ListBlock):
        return [
            {
                "type": "item",
                "id": item.id,
                "value": collected(block.child_block, {**_same_items(item.id, number, values)}),
            }
            for number, item in enumerate(leading.bound_blocks)
        ]
    if isinstance(leading, Model):
        return getattr(leading, "code", None)
    return block.get_prep_value(leading)


def _same_items(item_id: str, number: int, values: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for language, value in values.items():
        children = value.bound_blocks if value is not None else []
        same = next((child for child in children if child.id == item_id), None)
        if same is None and len(children) > number:
            same = children[number]
        if same is not None:
            found[language] = same.value
    return found
