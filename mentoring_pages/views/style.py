"""The style page: every component with Khmer words, in any mode."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring_pages.context import Modes, modes_of
from mentoring_pages.style_samples import samples

MODES = ("", "contrast-high", "text-large", "simple")


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show the components. `?modes=contrast-high` and the like override the reader's own.

    For superusers, and for everybody while DEBUG is on.
    """
    if not (settings.DEBUG or request.user.is_superuser):
        raise Http404
    chosen = request.GET.get("modes")
    today = timezone.localdate()
    context = {
        **samples(today),
        "modes": modes_of(request) if chosen is None else Modes.from_classes(chosen),
        "mode_choices": MODES,
        "today": today,
        "month": datetime.date(today.year, today.month, 1),
    }
    return render(request, "mentoring_pages/style.html", context)
