"""Words of a version: putting those of one language beside those of another."""

from __future__ import annotations

from typing import Any


def completed(own: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return `own` with everything that only `other` has a word for.

    Both are texts of a version as `schema.compile_form` makes them. Questions, sections, levels
    and choices that `own` lacks come whole from `other`; of those that it has, an empty label
    or title is filled in, an empty help is taken to be meant.
    """
    result = {**other, **own}
    result["domains"] = {**other.get("domains", {}), **_filled(own.get("domains", {}))}
    scoring = ("scoring",) if "scoring" in own or "scoring" in other else ()
    for part in ("items", "sections", *scoring):
        words = {**other.get(part, {})}
        for block_id, item in own.get(part, {}).items():
            words[block_id] = _item(item, words.get(block_id, {}))
        result[part] = words
    return result


def _item(own: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    result = {**other, **own}
    for name in ("label", "title", "text", "name"):
        if name in other and not own.get(name):
            result[name] = other[name]
    for name, words in other.items():
        if isinstance(words, dict):
            result[name] = {**words, **_filled(own.get(name) or {})}
    return result


def _filled(words: dict[str, Any]) -> dict[str, Any]:
    """Return the entries that have a word: a text, or a level with a label."""
    return {
        key: word
        for key, word in words.items()
        if (word.get("label") if isinstance(word, dict) else word)
    }
