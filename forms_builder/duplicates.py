"""Copies of blocks that stand in a form beside what is there: fresh ids, free codes."""

from __future__ import annotations

import copy
import re
import uuid
from typing import Any, NamedTuple


class Copied(NamedTuple):
    """Stored blocks, and the new id of every block and list item by its old one."""

    body: list[dict[str, Any]]
    ids: dict[str, str]


def copied(body: list[dict[str, Any]], taken: set[str]) -> Copied:
    """Return `body` (stored blocks) to be put into a form that has the codes `taken`.

    A code that is taken gets a number; rules and texts among the copied blocks follow. What
    continued an earlier question of its own form does not do so here.
    """
    body = copy.deepcopy(body)
    ids: dict[str, str] = {}
    codes: dict[str, str] = {}
    taken = set(taken)
    for child in body:
        code = child["value"].get("code")
        if code:
            codes[code] = _free(code, taken)
            taken.add(codes[code])
    for child in body:
        value = child["value"]
        value.pop("follows", None)
        if value.get("code"):
            value["code"] = codes[value["code"]]
        for rule in value.get("rules") or ():
            asked = rule["value"].get("question")
            rule["value"]["question"] = codes.get(asked, asked)
    return Copied([_renewed(child, ids, codes) for child in body], ids)


def _free(code: str, taken: set[str]) -> str:
    number, wish = 1, code
    while code in taken:
        number += 1
        code = f"{wish}_{number}"
    return code


def _renewed(part: Any, ids: dict[str, str], codes: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_renewed(child, ids, codes) for child in part]
    if isinstance(part, str):
        return re.sub(r"\$\{\s*([a-z0-9_]+)\s*\}", lambda found: _reference(found, codes), part)
    if not isinstance(part, dict):
        return part
    result = {key: _renewed(value, ids, codes) for key, value in part.items()}
    if "id" in part and "value" in part and "type" in part:
        result["id"] = ids.setdefault(str(part["id"]), str(uuid.uuid4()))
    return result


def _reference(found: re.Match[str], codes: dict[str, str]) -> str:
    code = found.group(1)
    return f"${{{codes[code]}}}" if code in codes else found.group()
