"""JSON with Khmer in it: written as UTF-8, and cleaned."""

from __future__ import annotations

import json
from typing import Any

import orjson

from khmer.clean import clean

# What the standard module would not write either, as texts.
_PLAIN = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def utf8_json(value: Any, *, sort_keys: bool = False) -> str:
    """Return JSON without spaces and with Khmer as it is, half as long as escaped.

    Raises ValueError for NaN and infinity, which no database takes, and TypeError for what is
    beyond UTF-8 or 64 bits: a lone surrogate, a huge number.
    """
    text = orjson.dumps(value, option=_PLAIN | (orjson.OPT_SORT_KEYS if sort_keys else 0))
    if b"null" in text:
        json.dumps(value, allow_nan=False)  # orjson writes null for NaN; this refuses it
    return text.decode()


class Utf8Encoder(json.JSONEncoder):
    """For `models.JSONField(encoder=…)`: as `utf8_json`, else as the standard encoder does."""

    def encode(self, value: Any) -> str:
        try:
            return utf8_json(value)
        except TypeError:
            return super().encode(value)


def clean_json(value: Any) -> Any:
    """Return a copy of a JSON value with every text in it cleaned, the keys of objects too.

    Numbers, booleans and null stay. Works at any depth of nesting. Raises ValueError if two keys
    of one object become the same, since one of their values would be lost.
    """
    root: list[Any] = [value]
    # Each entry is a container of the copy whose items still stand as they came in.
    waiting: list[Any] = [root]
    while waiting:
        container = waiting.pop()
        items = container.items() if isinstance(container, dict) else enumerate(container)
        for key, item in list(items):
            if isinstance(item, str):
                container[key] = clean(item)
            elif isinstance(item, dict):
                container[key] = _clean_keys(item)
                waiting.append(container[key])
            elif isinstance(item, (list, tuple)):
                container[key] = list(item)
                waiting.append(container[key])
    return root[0]


def _clean_keys(value: dict[Any, Any]) -> dict[Any, Any]:
    result = {clean(key) if isinstance(key, str) else key: item for key, item in value.items()}
    if len(result) != len(value):
        raise ValueError("two keys of one object are the same once they are cleaned")
    return result
