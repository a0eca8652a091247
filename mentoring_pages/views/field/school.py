"""The school leader's page: sums of the own school, never a person."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from insights.queries import school_overview
from mentoring_pages.views.field.frame import field_page, page
from people.requests import SignedInRequest


@require_safe
@field_page
def school(request: SignedInRequest) -> HttpResponse:
    """Each school that the person leads, with what fewer than five people stand behind left out."""
    if not request.user.led_paths:
        raise Http404
    return page(request, "school", {"schools": school_overview(request.user)}, here="school")
