"""Notices: what happened, newest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from mentoring_pages.views.field.frame import field_page, page
from messaging.actions.mark_notices_read import mark_notices_read
from messaging.queries import notices_of
from messaging.wording import words_of
from people.requests import SignedInRequest

A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def notices(request: SignedInRequest) -> HttpResponse:
    """The list; POST marks all as read."""
    if request.method == "POST":
        mark_notices_read(user=request.user, at=timezone.now())
        return redirect("field:notices")
    shown = Paginator(notices_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "km"
    rows = [{"notice": notice, "words": words_of(notice, language)} for notice in shown]
    return page(request, "notices", {"rows": rows, "notices": shown}, here="notices")
