"""What makes the field app an app on a phone: service worker and manifest."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest

SOURCE = "js/field/service-worker.js"
# Served by the pages that need them, never from the phone's memory.
NOT_KEPT = {"service-worker.js", "try-out.js"}
STYLES = ("main", "components", "forms", "kinds", "field")
SHELL = (
    *(f"css/{name}.css" for name in STYLES),
    "fonts/noto-sans-khmer.woff2",
    "img/logo.svg",
)
THEME = "#8f1d4f"
PAPER = "#fffdf8"


@never_cache
@require_safe
def service_worker(request: SignedInRequest) -> HttpResponse:
    """The service worker with its list of files; its text changes when one of them does."""
    facts = {
        "version": shell_version(),
        "shell": [static(name) for name in (*SHELL, *modules())],
        "static": settings.STATIC_URL,
        "offline": reverse("offline"),
        "who": reverse("field:who"),
    }
    text = f"const FIELD = {json.dumps(facts)};\n{_text(SOURCE)}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def shell_version() -> str:
    """A name for the present content of the shell's files."""
    return _version() if not settings.DEBUG else _version.__wrapped__()


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for name in (*SHELL, *modules(), SOURCE):
        digest.update(name.encode() + b"\0" + _path(name).read_bytes())
    return digest.hexdigest()[:16]


@cache
def modules() -> tuple[str, ...]:
    """The scripts of the app, those of the question kinds too."""
    folder = _path("js/field/main.js").parent
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*.js"))
    return tuple(f"js/field/{name}" for name in sorted(names) if name not in NOT_KEPT)


def _path(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(found)


def _text(name: str) -> str:
    return _path(name).read_text(encoding="utf-8")


@never_cache
@ensure_csrf_cookie
@require_safe
def who(request: SignedInRequest) -> HttpResponse:
    """Who is signed in: a phone asks before it sends what waits. "" is nobody."""
    user = str(request.user.pk) if request.user.is_authenticated else ""
    return JsonResponse({"user": user})


@require_safe
def manifest(request: SignedInRequest) -> HttpResponse:
    """The name, icon and colours under which a phone puts the app on its screen."""
    facts = {
        "id": "/m/",
        "name": _("Teacher mentoring"),
        "short_name": _("Mentoring"),
        "lang": request.LANGUAGE_CODE,
        "start_url": "/m/",
        "scope": "/m/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": THEME,
        "icons": [
            {"src": static("img/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return HttpResponse(
        json.dumps(facts, ensure_ascii=False),
        content_type="application/manifest+json; charset=utf-8",
    )
