"""The API's page for people: made on the server from the OpenAPI document, no scripts."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator

from api.renderers import JSONRenderer


def _type_of(schema: dict[str, Any]) -> str:
    """A schema in a few words: `string`, `list of PersonLine`, `one of a | b`."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_type_of(schema.get('items', {}))}]"
    for key in ("allOf", "oneOf", "anyOf"):
        if key in schema:
            return " | ".join(_type_of(part) for part in schema[key])
    kind = schema.get("type", "object")
    words = " | ".join(kind) if isinstance(kind, list) else kind
    return f"{words} ({schema['format']})" if "format" in schema else words


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """One row an operation: method, path, summary, parameters, body and answers."""
    rows = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {})
            rows.append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation.get("summary", ""),
                    "tag": operation.get("tags", [""])[0],
                    "parameters": [
                        {
                            "name": parameter["name"],
                            "where": parameter["in"],
                            "type": _type_of(parameter.get("schema", {})),
                        }
                        for parameter in operation.get("parameters", [])
                    ],
                    "body": next((_type_of(v["schema"]) for v in body.values()), ""),
                    "answers": [
                        {
                            "status": status,
                            "description": answer.get("description", ""),
                            "type": next(
                                (
                                    _type_of(v["schema"])
                                    for v in answer.get("content", {}).values()
                                    if "schema" in v
                                ),
                                "",
                            ),
                        }
                        for status, answer in operation["responses"].items()
                    ],
                }
            )
    return rows


def shapes(document: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a named object: its fields, their types, and which must be there."""
    return [
        {
            "name": name,
            "description": schema.get("description", ""),
            "fields": [
                {
                    "name": field,
                    "type": _type_of(of),
                    "required": field in schema.get("required", []),
                    "description": of.get("description", ""),
                }
                for field, of in schema.get("properties", {}).items()
            ],
        }
        for name, schema in sorted(document["components"]["schemas"].items())
        if schema.get("properties")
    ]


class Docs(TemplateView):
    template_name = "api/docs.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        document = SchemaGenerator().get_schema(request=None, public=True)

        plain = orjson.loads(JSONRenderer().render(document))
        return self.render_to_response(
            {"operations": operations(plain), "shapes": shapes(plain), "info": plain["info"]}
        )
