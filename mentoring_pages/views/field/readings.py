"""Who has looked at my record: a page for the teacher whom the record is about."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mentoring.models import RecordReading
from mentoring_pages.views.field.frame import field_page, page
from people.requests import SignedInRequest

LATEST = 100


@require_safe
@field_page
def readings(request: SignedInRequest) -> HttpResponse:
    """The latest first, each with who, what and when."""
    rows = RecordReading.objects.visible_to(request.user).select_related("reader", "session")
    return page(request, "readings", {"readings": rows[:LATEST]}, here="growth")
