"""What a person sees when something went wrong: what happened, and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentoring_pages.context import MODES_COOKIE, Modes


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. A program gets a problem document, a person a page."""
    if request.path_info.startswith("/api/"):
        return _problem(404, _("There is nothing at this address, or it is not for you."))
    return render(request, "mentoring_pages/errors/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The database may be what failed, so nothing is read from it."""
    if request.path_info.startswith("/api/"):
        return _problem(500, _("Something went wrong here. Please try again in a few minutes."))
    context = {
        "LANGUAGE_CODE": get_language(),
        "modes": Modes.from_classes(request.COOKIES.get(MODES_COOKIE, "")),
    }
    return HttpResponse(
        render_to_string("mentoring_pages/errors/server_error.html", context), status=500
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, where the page was open too long or cookies are off."""
    return render(request, "mentoring_pages/errors/expired.html", status=403)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone may show when it has no network and does not hold the page asked for."""
    return render(request, "mentoring_pages/errors/offline.html")


def _problem(status: int, detail: str) -> JsonResponse:
    return JsonResponse(
        {"type": "about:blank", "title": detail, "status": status},
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
