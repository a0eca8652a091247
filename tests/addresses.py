"""Every address of the system, with values put in for its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """The route of every view, as `/admin/things/<int:pk>/`, language prefixes filled in.

    Regular expressions stand for themselves only where they have no groups.
    """
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        text = str(entry.pattern)
        if not isinstance(entry.pattern, RoutePattern):
            text = text.removeprefix("^").removesuffix("$").removesuffix("\\Z")
            if re.search(r"[(\[\\*+?]", text):
                continue
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + text)
        elif isinstance(entry, URLPattern):
            yield prefix + text


def fill(route: str, value: object) -> str | None:
    """The route with `value` for each parameter; None where a converter refuses it."""
    text = str(value)
    is_number = text.isascii() and text.isdigit()
    is_uuid = bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))
    for match in PARAMETER.finditer(route):
        converter = match["converter"] or "str"
        if (converter == "int" and not is_number) or (converter == "uuid" and not is_uuid):
            return None
    return PARAMETER.sub(lambda _match: text, route)
