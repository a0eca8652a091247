"""Between answers as they are stored, nested by repeats, and answers by path."""

from __future__ import annotations

from typing import Any

from forms_builder.logic.outline import Branch, items_of, outline


def code_of(path: str) -> str:
    """Return the code of the question at a path: clarity of lessons.0.clarity."""
    return path.rsplit(".", 1)[-1]


def by_path(schema: dict, stored: dict[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    """Return stored answers (by block id) by path, and how many instances each repeat has."""
    values: dict[str, Any] = {}
    counts: dict[str, int] = {}

    def collect(branches: list[Branch], within: dict[str, Any], prefix: str) -> None:
        for item, children in branches:
            if item["kind"] == "repeat":
                instances = within.get(item["id"]) or []
                counts[f"{prefix}{item['code']}"] = len(instances)
                for index, instance in enumerate(instances):
                    collect(children, instance, f"{prefix}{item['code']}.{index}.")
                continue
            if item["id"] in within:
                values[f"{prefix}{item['code']}"] = within[item["id"]]
            if children:
                collect(children, within, prefix)

    for section in schema["sections"]:
        collect(outline(section["items"]), stored, "")
    return values, counts


def nested(
    schema: dict, values: dict[str, Any], counts: dict[str, int], *, name: str = "id"
) -> dict[str, Any]:
    """Return answers by path as they are stored, or with `name="code"` as the world sees them."""
    if not counts:  # nothing repeats: a path is a code
        return {
            item[name]: values[item["code"]] for item in items_of(schema) if item["code"] in values
        }

    def build(branches: list[Branch], into: dict[str, Any], prefix: str) -> None:
        for item, children in branches:
            path = f"{prefix}{item['code']}"
            if item["kind"] == "repeat":
                instances: list[dict[str, Any]] = [{} for _ in range(counts.get(path, 0))]
                for index, instance in enumerate(instances):
                    build(children, instance, f"{path}.{index}.")
                if instances:
                    into[item[name]] = instances
                continue
            if path in values:
                into[item[name]] = values[path]
            if children:
                build(children, into, prefix)

    result: dict[str, Any] = {}
    for section in schema["sections"]:
        build(outline(section["items"]), result, "")
    return result
