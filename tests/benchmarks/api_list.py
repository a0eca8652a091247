"""The list of sessions through the API, against what DRF gives of itself.

Peer: a ModelViewSet with page numbers, DRF's JSON renderer and django-filter's own filters, with
the same scope, joins, fields and token. The rows told must be the same.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import renderers, serializers, viewsets
from rest_framework.pagination import PageNumberPagination

from api.actions.issue_token import issue_token
from api.pagination import encode_cursor
from config.urls import urlpatterns as ours
from mentoring.models import MentoringSession
from people.choices import Role
from people.models import Place, RoleAssignment, User
from tests.benchmarks.benchmark import Benchmark, Finding
from tests.benchmarks.country import Size, make_country
from tests.benchmarks.measure import interleaved, memory_peak

SHORT, FULL = Size(20_000), Size(1_000_000)
ROWS = 50


class PeerPlace(serializers.ModelSerializer):
    class Meta:
        model = Place
        fields = ["code", "kind", "name_km", "name_en"]


class PeerSession(serializers.ModelSerializer):
    form = serializers.SlugRelatedField("code", read_only=True)
    place = PeerPlace()

    class Meta:
        model = MentoringSession
        fields = [
            "id",
            "relationship",
            "group",
            "place",
            "session_type",
            "form",
            "scheduled_date",
            "actual_date",
            "duration",
            "location",
            "status",
            "created_at",
            "updated_at",
        ]


class PeerPages(PageNumberPagination):
    page_size = ROWS


class Peer(viewsets.ModelViewSet):
    serializer_class = PeerSession
    pagination_class = PeerPages
    renderer_classes = [renderers.JSONRenderer]
    filter_backends = [DjangoFilterBackend]
    filterset_fields = ["status", "relationship__mentor", "place__code"]

    def get_queryset(self):
        return (
            MentoringSession.objects.visible_to(self.request.user)
            .select_related("place", "form")
            .order_by("-scheduled_date", "-id")
        )


urlpatterns = [path("peer/sessions/", Peer.as_view({"get": "list"})), *ours]
handler404 = "config.urls.handler404"


class Server:
    """The whole application in this process, middleware and all, without a network."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def get(self, address: str, token: str) -> bytes:
        request = RequestFactory().get(address, headers={"Authorization": f"Token {token}"})
        told: list[str] = []
        answer = self.handler(request.environ, lambda status, headers: told.append(status))
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        if told != ["200 OK"]:
            raise RuntimeError(f"{address}: {told} {body[:300]!r}")
        return body


def people() -> dict[str, User]:
    """Who asks: somebody who sees everything, and the coordinator of one district."""
    everybody = User.objects.create(username="national", is_superuser=True, password="!")
    coordinator = User.objects.create(username="coordinator", password="!")
    RoleAssignment.objects.create(
        user=coordinator,
        role=Role.COORDINATOR,
        place=Place.objects.get(code="0101"),
        start_date=timezone.localdate(),
    )
    return {"national": everybody, "district": coordinator}


def cases() -> list[tuple[str, str, str, str]]:
    """Name, who asks, our filter, the peer's filter."""
    busiest = MentoringSession.objects.filter(place__path__startswith="000100010001").first()
    assert busiest is not None
    school = busiest.place.code
    mentor = busiest.relationship.mentor_id
    return [
        ("national, all", "national", "", ""),
        ("national, by status", "national", "status=COMPLETED", "status=COMPLETED"),
        (
            "national, by school and status",
            "national",
            f"status=COMPLETED&place={school}",
            f"status=COMPLETED&place__code={school}",
        ),
        (
            "national, by mentor",
            "national",
            f"mentor={mentor}",
            f"relationship__mentor={mentor}",
        ),
        ("district, by status", "district", "status=COMPLETED", "status=COMPLETED"),
    ]


def check_same_rows(mine: bytes, theirs: bytes) -> int:
    """Number of rows; raises where the two tell different ones."""
    rows, peer_rows = json.loads(mine)["results"], json.loads(theirs)["results"]
    if rows != peer_rows or not rows:
        raise RuntimeError("ours and the peer tell different rows, or none")
    return len(rows)


def deep_address(page: int) -> str:
    """The address of a page by its number, made from the row before it."""
    row = MentoringSession.objects.order_by("-scheduled_date", "-id")[page * ROWS - ROWS - 1]
    return f"/api/v1/sessions/?cursor={encode_cursor([row.scheduled_date, row.pk])}"


def run(full: bool) -> Iterator[Finding]:
    size = FULL if full else SHORT
    print(f"Making {size.sessions:,} sessions ...", file=sys.stderr, flush=True)
    make_country(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as a server that keeps its connections
    with override_settings(ROOT_URLCONF=__name__):
        yield from measured(size, full)


def measured(size: Size, full: bool) -> Iterator[Finding]:
    server = Server()
    now = timezone.now()
    tokens = {
        name: issue_token(person=person, by=None, at=now) for name, person in people().items()
    }

    def asking(address: str, who: str) -> Callable[[], bytes]:
        return lambda: server.get(address, tokens[who])

    on_sqlite = connection.vendor == "sqlite"
    for case, who, query, peer_query in cases():
        mine = asking(f"/api/v1/sessions/?{query}", who)
        theirs = asking(f"/peer/sessions/?{peer_query}", who)
        rows = check_same_rows(mine(), theirs())
        with CaptureQueriesContext(
            connection,
        ) as captured:
            mine()
        yield Finding("api_list", case, "rows", rows, "rows")
        yield Finding("api_list", case, "queries, with token and roles", len(captured), "")
        times = interleaved({"ours": mine, "peer": theirs})
        is_goal = full and case == "national, by status"
        yield finding(case, times, (5.0 if on_sqlite else 2.5) if is_goal else None)
        yield Finding(
            "api_list",
            case,
            "memory of a request",
            memory_peak(mine),
            "kB",
            peer=memory_peak(theirs),
        )
    yield from deep(size, asking)


def finding(case: str, times: dict[str, Any], goal: float | None) -> Finding:
    mine, theirs = times["ours"], times["peer"]
    return Finding(
        "api_list",
        case,
        "time",
        mine.median,
        "ms",
        low=mine.low,
        high=mine.high,
        peer=theirs.median,
        ratio=mine.faster_than(theirs),
        goal=goal,
    )


def deep(size: Size, asking: Callable[[str, str], Callable[[], bytes]]) -> Iterator[Finding]:
    """A page far behind against the first; the peer here is our own first page."""
    page = min(10_000, size.sessions // ROWS - 1)
    far = asking(deep_address(page), "national")
    peer_far = asking(f"/peer/sessions/?page={page}", "national")
    check_same_rows(far(), peer_far())
    first = asking("/api/v1/sessions/", "national")
    times = interleaved({"ours": far, "first": first, "peer": peer_far})
    case = f"page {page:,}"
    yield finding(case, times, None)
    yield Finding(
        "api_list",
        case,
        "time against page 1",
        times["ours"].median,
        "ms",
        peer=times["first"].median,
        ratio=times["ours"].faster_than(times["first"]),
        goal=1 / 1.2,
    )


BENCHMARK = Benchmark("api_list", "Is a page of a long list fast, wherever it is?", run)
