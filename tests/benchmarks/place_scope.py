"""The sessions within a coordinator's places: by a range of tree paths, against `LIKE`.

Peer: the same rows by `path__startswith`, as every scope was made before. Two more peers: the
admin's list with that scope laid on twice, as it was, and a range which SQLite is left to plan by
itself. All must find the same rows. SQLite has no statistics here, since nothing in the system
makes any; PostgreSQL has them, as it makes them by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from mentoring.models import MentoringRelationship, MentoringSession
from mentoring.viewsets.session import SessionViewSet
from people.choices import Role
from people.models import Place, RoleAssignment, User
from tests.benchmarks.benchmark import Benchmark, Finding
from tests.benchmarks.country import Size, make_country
from tests.benchmarks.measure import interleaved

SHORT, FULL = Size(20_000), Size(1_000_000)
ROWS = 50
ON_BOTH = True

# Who coordinates what, by the place's code.
COORDINATORS = {"district": "0101", "province": "01", "country": "KH"}

# Goals at full size, by database: how many times faster than the peer, with a margin of half and
# more where SQLite has to scan for the peer. Below one means: no slower, within the noise.
GOALS = {
    "sqlite": {
        "district, count": 25.0,
        "province, count": 8.0,
        "country, count": 0.7,
        "district, list": 0.7,
        "province, list": 0.7,
        "country, list": 0.7,
        "district, list, scope twice": 2.0,
        "province, list, scope twice": 5.0,
        "province, list, planned by itself": 4.0,
    },
    "postgresql": {
        "district, count": 0.7,
        "province, count": 0.7,
        "country, count": 0.7,
        "district, list": 0.7,
        "province, list": 0.6,
        "country, list": 0.6,
        "province, list, planned by itself": 0.6,
    },
}


def coordinator(name: str, code: str) -> User:
    user = User.objects.create(username=f"coordinator_{name}", password="!")
    place = Place.objects.get(code=code)
    today = timezone.localdate()
    RoleAssignment.objects.create(user=user, role=Role.COORDINATOR, place=place, start_date=today)
    return user


def page(rows: QuerySet) -> list:
    """The admin's first page, the newest first."""
    return list(SessionViewSet().list_queryset(rows).order_by("-scheduled_date", "-id")[:ROWS])


def by_beginning(path: str) -> QuerySet:
    return MentoringSession.objects.filter(place__path__startswith=path)


def twice(path: str) -> QuerySet:
    seen = MentoringRelationship.objects.filter(place__path__startswith=path).values("pk")
    return by_beginning(path).filter(relationship__in=seen)


def planned_by_itself(path: str) -> QuerySet:
    within = Q(place__path__gte=path, place__path__lt=path + "~")
    return MentoringSession.objects.filter(within)


def cases(name: str, user: User) -> Iterator[tuple[str, dict]]:
    """Name, and the two calls: ours and the peer's."""
    (path,) = user.coordinated_paths
    screen = SessionViewSet()

    def mine() -> QuerySet:
        return screen.visible_to(user)

    yield (
        f"{name}, count",
        {"ours": lambda: mine().count(), "peer": lambda: by_beginning(path).count()},
    )
    peers = {"list": by_beginning}
    if name != "country":  # there these take seconds
        peers["list, scope twice"] = twice
    if name == "province":
        peers["list, planned by itself"] = planned_by_itself
    for what, rows in peers.items():
        yield (
            f"{name}, {what}",
            {"ours": lambda: page(mine()), "peer": lambda rows=rows: page(rows(path))},
        )


def check_same(case: str, calls: dict) -> None:
    """Raises where the two find different rows, or none."""
    mine, theirs = calls["ours"](), calls["peer"]()
    if mine != theirs or not mine:
        raise RuntimeError(f"{case}: ours and the peer find different rows, or none")


def run(full: bool) -> Iterator[Finding]:
    size = FULL if full else SHORT
    print(f"Making {size.sessions:,} sessions ...", file=sys.stderr, flush=True)
    make_country(size)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    for name, code in COORDINATORS.items():
        yield from measured(name, coordinator(name, code), full)


def measured(name: str, user: User, full: bool) -> Iterator[Finding]:
    for case, calls in cases(name, user):
        check_same(case, calls)
        times = interleaved(calls)
        yield Finding(
            "place_scope",
            case,
            connection.vendor,
            times["ours"].median,
            "ms",
            low=times["ours"].low,
            high=times["ours"].high,
            peer=times["peer"].median,
            ratio=times["ours"].faster_than(times["peer"]),
            goal=GOALS[connection.vendor].get(case) if full else None,
        )


BENCHMARK = Benchmark("place_scope", "Does a place's scope cost what lies within, or all?", run)
