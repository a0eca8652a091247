"""Forms as one JSON document in Khmer and English, the way demonstration content is written.

`{"code", "title": {"km", "en"}, "intro", "source", "domains": [{"code", "name"}],
"body": [{"kind", "code", "label", "help", …}], "scoring": [{"kind", …}],
"scales": [{"code", "name", "levels"}], "lists": [{"code", "title", "content"}],
"purposes": [code]}`; without purposes the form observes lessons. Every text is an
object by language, every list (of choices, levels, rules, …) a list of objects, everything else
stands as it does in the editor's blocks. Domains, scales, lists and pictures are named by code.
"""

from __future__ import annotations

import uuid
from typing import Any

# Block ids follow from codes, so that loading a form again finds its questions again.
_NAMESPACE = uuid.UUID("6f0a5f2c-6d5f-4d0e-9a55-2f6f6a0b1a61")

_LANGUAGES = {"km", "en"}

# What blocks point to: by the block's name of it, the primary key by code.
References = dict[str, dict[str, int]]


def body_in(
    data: dict[str, Any],
    language: str,
    domains: dict[str, int],
    others: References | None = None,
) -> list[dict]:
    """Return the stored form of `data["body"]` with the words of one language.

    `domains` maps domain codes to primary keys, `others` does so for "scale", "list" and "image".
    Raises KeyError for an unknown one; an image that is not there is left out.
    """
    known = {"domain": domains, **(others or {})}
    return [
        {
            "type": question["kind"],
            "id": block_id,
            "value": _value(question, code, block_id, language, known),
        }
        for question, code, block_id in _identified(data)
    ]


def scoring_in(data: dict[str, Any], language: str, domains: dict[str, int]) -> list[dict]:
    """Return the stored scores and bands of `data["scoring"]`, as `body_in` does the questions."""
    return [
        {
            "type": entry["kind"],
            "id": block_id,
            "value": _value(entry, entry.get("code", ""), block_id, language, {"domain": domains}),
        }
        for entry, block_id in _identified_scoring(data)
    ]


def scale_in(data: dict[str, Any], language: str) -> list[dict]:
    """Return the stored levels of one entry of `data["scales"]` in one language."""
    return [
        {
            "type": "level",
            "id": _scale_level_id(data, level),
            "value": {
                key: _in(part, language) if _is_words(part) else part for key, part in level.items()
            },
        }
        for level in data["levels"]
    ]


def scale_words_by_path(data: dict[str, Any], language: str) -> dict[str, str]:
    """Return every text of a scale in one language by wagtail-localize's content path."""
    words = {"name": _in(data["name"], language)}
    for level in data["levels"]:
        words |= {
            f"levels.{_scale_level_id(data, level)}.{key}": _in(part, language)
            for key, part in level.items()
            if _is_words(part)
        }
    return {path: text for path, text in words.items() if text}


def _scale_level_id(data: dict[str, Any], level: dict[str, Any]) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"scale {data['code']}/{level['value']}"))


def words_by_path(data: dict[str, Any], language: str) -> dict[str, str]:
    """Return every text of one language by wagtail-localize's content path."""
    words = {name: _in(data.get(name), language) for name in ("title", "intro")}
    blocks = [(question, f"body.{id}", id) for question, _code, id in _identified(data)]
    blocks += [(entry, f"scoring.{id}", id) for entry, id in _identified_scoring(data)]
    for question, place, block_id in blocks:
        for name, content in question.items():
            if _is_words(content):
                words[f"{place}.{name}"] = _in(content, language)
            elif _is_list(content):
                for number, item in enumerate(content):
                    path = f"{place}.{name}.{_item_id(block_id, name, number, item)}"
                    words |= {
                        f"{path}.{key}": _in(part, language)
                        for key, part in item.items()
                        if _is_words(part)
                    }
    return {path: text for path, text in words.items() if text}


def _identified(data: dict[str, Any]) -> list[tuple[dict[str, Any], str, str]]:
    """Each entry of the body with its code (notes may have none) and its block id."""
    entries, notes = [], 0
    for question in data["body"]:
        code = question.get("code")
        if not code:
            notes += 1
            code = f"{question['kind']}_{notes}"
        entries.append((question, code, str(uuid.uuid5(_NAMESPACE, f"{data['code']}/{code}"))))
    return entries


def _identified_scoring(data: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Each score and set of bands with its block id, which follows from its place."""
    return [
        (entry, str(uuid.uuid5(_NAMESPACE, f"{data['code']}/scoring {number}")))
        for number, entry in enumerate(data.get("scoring", ()))
    ]


def _value(
    question: dict[str, Any],
    code: str,
    block_id: str,
    language: str,
    known: References,
) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, content in question.items():
        if _is_words(content):
            value[name] = _in(content, language)
        elif _is_list(content):
            value[name] = [
                {
                    "type": "item",
                    "id": _item_id(block_id, name, number, item),
                    "value": {
                        key: _in(part, language) if _is_words(part) else part
                        for key, part in item.items()
                    },
                }
                for number, item in enumerate(content)
            ]
        elif name == "image":
            value[name] = known.get(name, {}).get(content)
        elif name in ("domain", "scale", "list"):
            value[name] = known[name][content] if content else None
        elif name != "kind":
            value[name] = content
    value["code"] = code
    return value


def _item_id(block_id: str, part: str, number: int, item: dict[str, Any]) -> str:
    """Levels, choices and the like are known by their value or code, rules by their place."""
    if part == "rules":
        name = f"rule {number}"
    elif part in ("levels", "choices"):
        name = str(item["value"])
    else:
        name = f"{part} {item.get('value') or item.get('code') or number}"
    return str(uuid.uuid5(uuid.UUID(block_id), name))


def _is_words(content: Any) -> bool:
    return isinstance(content, dict) and content.keys() <= _LANGUAGES


def _is_list(content: Any) -> bool:
    return isinstance(content, list) and all(isinstance(item, dict) for item in content)


def _in(text: dict[str, str] | None, language: str) -> str:
    return (text or {}).get(language, "")
