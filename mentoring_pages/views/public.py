"""Public pages, remembered for visitors as they were last made."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import has_vary_header, patch_vary_headers
from django.utils.translation import get_language
from wagtail.views import serve

from mentoring_pages.context import MODES_COOKIE, Modes
from mentoring_pages.models import PublicContent

# Who carries one of these may be shown something of their own.
OWN_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
_TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+(?=")')


class _Remembered(NamedTuple):
    parts: list[bytes]  # what stands before, between and after the tokens
    headers: dict[str, str]


def public_page(request: HttpRequest, path: str) -> HttpResponse:
    """Return Wagtail's page at `path`, which Wagtail finds or answers with Http404.

    A visitor's page is made once for each state of the content, language and display; after
    that only the token of its forms is new.
    """
    if request.method != "GET" or request.META.get("QUERY_STRING") or _has_own_cookie(request):
        return serve(request, path)
    state = PublicContent.now()
    modes = Modes.from_classes(request.COOKIES.get(MODES_COOKIE, ""))
    frame = (state, get_language(), modes.classes, request.scheme, request.get_host(), path)
    key = hashlib.sha256(repr(frame).encode()).hexdigest()
    remembered: _Remembered | None = caches["pages"].get(key)
    if remembered is not None:
        token = get_token(request).encode() if len(remembered.parts) > 1 else b""
        response = HttpResponse(token.join(remembered.parts), headers=remembered.headers)
        patch_vary_headers(response, ["Cookie"])
        return response
    response = serve(request, path)
    if hasattr(response, "render"):
        response.render()
    if state and _is_for_everybody(response):
        parts = _TOKEN.split(response.content)
        caches["pages"].set(key, _Remembered(parts, dict(response.items())))
    return response


def _has_own_cookie(request: HttpRequest) -> bool:
    return any(name in request.COOKIES for name in OWN_COOKIES)


def _is_for_everybody(response: HttpResponse) -> bool:
    """Not an error, not a door that asks for a password, nothing given to this visitor alone."""
    rules = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not has_vary_header(response, "*")
        and "private" not in rules
        and "no-store" not in rules
    )
