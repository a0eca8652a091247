"""The API's page for people: made on the server from the OpenAPI document, no scripts."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator

from api.examples import SENT_BODY, STORED_BODY, SUBMISSION_ID
from api.renderers import JSONRenderer

TAG_NAMES = {
    "people": _("People and places"),
    "mentoring": _("Relationships and sessions"),
    "forms": _("Forms"),
    "submissions": _("Submissions"),
}

# The page says once what these mean, not beside every operation.
EVERYWHERE = ("401", "429")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document in English, as plain JSON values; it never changes while running."""
    with override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
        return orjson.loads(JSONRenderer().render(schema))


def shape_of(schema: dict[str, Any]) -> str:
    """The name of the shape that a schema refers to, or ""."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    parts = [schema.get("items", {}), *schema.get("allOf", []), *schema.get("oneOf", [])]
    return next((name for part in parts if part and (name := shape_of(part))), "")


def words_for(schema: dict[str, Any], shapes: dict[str, Any]) -> str:
    """A schema in a few words: `string`, `list of PersonLine`, `km | en`."""
    if "$ref" in schema:
        name = shape_of(schema)
        values = shapes[name].get("enum")
        return " | ".join(map(str, values)) if values else name
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {words_for(schema.get('items', {}), shapes)}"
    for key in ("allOf", "oneOf", "anyOf"):
        if key in schema:
            return " | ".join(words_for(part, shapes) for part in schema[key])
    kind = schema.get("type", "anything")
    words = " | ".join(kind) if isinstance(kind, list) else kind
    return f"{words}, {schema['format']}" if "format" in schema else words


def operation_row(
    method: str, path: str, operation: dict[str, Any], shapes: dict[str, Any]
) -> dict[str, Any]:
    """One operation as the page shows it."""
    body: dict[str, Any] = next(
        iter(operation.get("requestBody", {}).get("content", {}).values()), {}
    )
    answers = []
    for status, answer in sorted(operation["responses"].items()):
        if status in EVERYWHERE:
            continue
        content: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
        shape = shape_of(content.get("schema", {}))
        rows = shapes.get(shape, {}).get("properties", {}).get("results")
        answers.append(
            {
                "status": status,
                "description": answer.get("description", ""),
                "shape": shape_of(rows) if rows else shape,
                "is_list": bool(rows),
            }
        )
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "parameters": [
            {
                "name": parameter["name"],
                "where": parameter["in"],
                "type": words_for(parameter["schema"], shapes),
            }
            for parameter in operation.get("parameters", [])
        ],
        "body": shape_of(body.get("schema", {})),
        "answers": answers,
    }


def groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Tags in their order, each with its operations in the order of their addresses."""
    shapes = document["components"]["schemas"]
    rows: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            rows[operation["tags"][0]].append(operation_row(method, path, operation, shapes))
    return [
        {
            "id": tag["name"],
            "name": TAG_NAMES[tag["name"]],
            "description": tag["description"],
            "operations": rows[tag["name"]],
        }
        for tag in document["tags"]
    ]


def shape_rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every object that an operation takes or gives; pages of lists are told once, in words."""
    shapes = document["components"]["schemas"]
    return [
        {
            "name": name,
            "description": shape.get("description", ""),
            "fields": [
                {
                    "name": field,
                    "type": words_for(of, shapes),
                    "shape": inner if "properties" in shapes.get(inner := shape_of(of), {}) else "",
                    "required": field in shape.get("required", []),
                    "description": of.get("description", ""),
                }
                for field, of in shape["properties"].items()
            ],
        }
        for name, shape in sorted(shapes.items())
        if shape.get("properties") and "results" not in shape["properties"]
    ]


class Docs(TemplateView):
    template_name = "api/docs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = document()
        return super().get_context_data(
            groups=groups(whole),
            shapes=shape_rows(whole),
            submission_id=SUBMISSION_ID,
            base=self.request.build_absolute_uri("/api/v1/"),
            sent=json.dumps(SENT_BODY, ensure_ascii=False, indent=2),
            stored=json.dumps(STORED_BODY, ensure_ascii=False, indent=2),
            **kwargs,
        )
