"""The visits of a mentor or a teacher: coming, waiting for a record, and held."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.queries import overdue_sessions, sessions_of, upcoming_sessions
from mentoring_pages.views.field.frame import field_page, page
from people.requests import SignedInRequest

A_PAGE = 20


@require_safe
@field_page
def visits(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    coming = list(upcoming_sessions(request.user, now))
    overdue = list(overdue_sessions(request.user, now))
    shown = {session.pk for session in (*coming, *overdue)}
    past = sessions_of(request.user).exclude(pk__in=shown)
    past = past.order_by("-scheduled_date", "-pk")
    pages = Paginator(past, A_PAGE)
    return page(
        request,
        "visits",
        {
            "coming": coming,
            "overdue": overdue,
            "past": pages.get_page(request.GET.get("page")),
            "today": timezone.localdate(now),
        },
        here="visits",
    )
