"""What the phone needs of a version to decide and compute as the server does."""

from __future__ import annotations

from typing import Any

from forms_builder.fields import registry


def phone_logic(schema: dict, texts: dict) -> dict[str, Any] | None:
    """Return rules, order and words of a version as JSON; None for a form without rules."""
    items = []
    for section in schema["sections"]:
        items.append(_item(section, None, {}))
        for item in section["items"]:
            items.append(_item(item, section["code"], texts["items"].get(item["id"], {})))
    has_rules = any("rules" in item or item.get("kind") == "repeat" for item in items)
    if not has_rules:
        return None
    return {"order": schema["order"], "items": items, "lists": schema.get("lists") or {}}


def _item(item: dict, section: str | None, words: dict) -> dict[str, Any]:
    known: dict[str, Any] = {"code": item["code"]}
    if section is None:
        known["kind"] = "section"
    else:
        known |= {"kind": item["kind"], "section": section}
        known["type"] = registry.get(item["kind"]).value_type
    if "within" in item:
        known["within"] = item["within"]
    if logic := item.get("logic"):
        known["rules"] = logic
        known["messages"] = {
            effect: words[f"{effect}_message"]
            for effect in ("constraint", "warning")
            if words.get(f"{effect}_message")
        }
    if "choices" in item:
        known["choices"] = [
            {**choice, "label": (words.get("choices") or {}).get(choice["value"], "")}
            for choice in item["choices"]
        ]
    return known
