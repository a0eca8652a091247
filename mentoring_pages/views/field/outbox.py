"""What waits on this phone. The rows are filled in by the phone itself; the server has none."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mentoring_pages.views.field.frame import field_page, page
from people.requests import SignedInRequest


@require_safe
@field_page
def outbox(request: SignedInRequest) -> HttpResponse:
    return page(request, "outbox")
