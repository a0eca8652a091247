"""The switches of the header: language, text size, contrast, simple screens."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentoring_pages.addresses import address_in_language, safe_address
from mentoring_pages.context import keep_in_browser, modes_of
from people.actions.save_preferences import save_preferences
from people.choices import Contrast, TextSize


@never_cache
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen, on the person and in the browser, and return to the page.

    Takes any of `language`, `text_size`, `contrast`, `simple` (1 or 0), and `next`. A value that
    is no choice is passed over: the switches offer none, and the page is worth more than a
    message about a switch.
    """
    language = _choice(request, "language", dict(settings.LANGUAGES))
    text_size = _choice(request, "text_size", TextSize.values)
    contrast = _choice(request, "contrast", Contrast.values)
    simple = _choice(request, "simple", ("0", "1"))

    if request.user.is_authenticated:
        save_preferences(
            user=request.user,
            language=language,
            text_size=text_size,
            contrast=contrast,
            simple=None if simple is None else simple == "1",
        )
    modes = modes_of(request)
    modes = replace(
        modes,
        text_size=text_size or modes.text_size,
        contrast=contrast or modes.contrast,
        simple=modes.simple if simple is None else simple == "1",
    )
    address = safe_address(request, request.POST.get("next"), "/")
    if language:
        address = address_in_language(request, address, language)
    response = HttpResponseRedirect(address)
    keep_in_browser(request, response, language=language, modes=modes)
    return response


def _choice(request: HttpRequest, name: str, choices) -> str | None:
    value = request.POST.get(name)
    return value if value in choices else None
