"""What lies within a place is told by ranges of tree paths, the same as by their beginnings."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mentoring.models import MentoringRelationship, MentoringSession
from mentoring.viewsets.session import SessionViewSet
from people.choices import PlaceKind, Role, SchoolPhase
from people.models import Place, RoleAssignment, School, User
from people.models.place import places_within
from people.tree_paths import is_within, outermost
from tests.factories import RoleAssignmentFactory, make_superuser, make_user

pytestmark = pytest.mark.django_db

# Beside each other in the tree, and at each end of what a step can count.
STEPS = ["0001", "0009", "000A", "000Z", "0010", "00CH", "00ZZ", "0100", "ZZZY", "ZZZZ"]
steps = st.sampled_from(STEPS) | st.text("09AZ", min_size=4, max_size=4)
paths = st.lists(steps, min_size=1, max_size=4).map("".join)
trees = st.lists(paths, min_size=1, max_size=12, unique=True)


def make_tree(made: list[str]) -> None:
    """Places with just these paths, each a school of its own."""
    places = Place.objects.bulk_create(
        Place(path=path, depth=len(path) // 4, code=path, kind=PlaceKind.SCHOOL, name_km="សាលា")
        for path in made
    )
    School.objects.bulk_create(School(place=place, phase=SchoolPhase.PRIMARY) for place in places)


def found(rows, field: str) -> list[str]:
    return sorted(rows.values_list(field, flat=True))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=trees, asked=st.lists(paths, max_size=3), taken=st.integers(0, 3))
@example(made=["000Z", "000Z0001", "000ZZZZZ", "0010", "00100001"], asked=["000Z"], taken=0)
@example(made=["ZZZZ", "ZZZZZZZZ", "ZZZZ0001", "ZZZY"], asked=["ZZZZ"], taken=0)
@example(made=["0001", "00010001", "000100010001"], asked=["0001", "00010001"], taken=0)
def test_range_finds_what_begins_with_the_path(made, asked, taken):
    asked = asked + made[:taken]
    expected = sorted(path for path in made if any(path.startswith(above) for above in asked))
    with transaction.atomic():
        make_tree(made)
        assert found(Place.objects.within(asked), "path") == expected
        assert found(School.objects.filter(place__path__within=asked), "place__path") == expected
        assert found(School.objects.filter(places_within("place", asked)), "place__path") == (
            expected
        )
        assert [path for path in sorted(made) if is_within(path, asked)] == expected
        in_order = Place.objects.within(asked).order_by("path")
        assert list(in_order.values_list("path", flat=True)[:50]) == expected
        transaction.set_rollback(True)


@pytest.mark.parametrize("bound", ["", "0", "Z"])
def test_bound_that_is_too_low_would_be_seen(bound, monkeypatch):
    made = ["ZZZZ", "ZZZZ0001", "ZZZZZZZZ"]
    make_tree(made)
    assert found(Place.objects.within(["ZZZZ"]), "path") == made
    monkeypatch.setattr("people.tree_paths._AFTER_EVERY_STEP", bound)
    assert found(Place.objects.within(["ZZZZ"]), "path") != made


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([], []),
        (["00010002", "0001"], ["0001"]),
        (["00010002", "00010001", "00010002"], ["00010001", "00010002"]),
        (["000Z", "0010", "000Z0001"], ["000Z", "0010"]),
    ],
)
def test_path_below_another_is_dropped(given, kept):
    assert outermost(given) == kept


def test_no_paths_hold_nothing_and_open_nothing_beside():
    make_tree(["0001", "00010001"])
    assert not Place.objects.within([]).exists()
    assert not School.objects.filter(places_within("place", [])).exists()
    assert not School.objects.filter(place__path__within=[]).exists()
    beside = Q(place__path="0001")
    assert School.objects.filter(beside | places_within("place", [])).count() == 1
    assert School.objects.filter(beside | Q(place__path__within=[])).count() == 1


def test_paths_are_compared_byte_by_byte_on_every_database():
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "people_place")
    collation = next(column.collation for column in columns if column.name == "path")
    assert collation == {"postgresql": "C", "sqlite": None}[connection.vendor]
    make_tree(sorted(STEPS))
    assert [place.path for place in Place.objects.order_by("path")] == sorted(STEPS)


def sql_of(ask) -> str:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return captured.captured_queries[-1]["sql"]


WALKS = '+"people_place"."path" >='


@pytest.mark.parametrize("path", ["0001", "00010002"])
def test_page_of_a_wide_list_walks_its_order_on_sqlite(path):
    within = MentoringSession.objects.filter(place__path__within=[path])
    assert (WALKS in sql_of(lambda: list(within[:50]))) == (connection.vendor == "sqlite")
    for ask in (within.count, within.exists, lambda: list(within), within.order_by()[:50].count):
        assert WALKS not in sql_of(ask)


@pytest.mark.parametrize("path", ["0001", "00010002"])
def test_page_of_a_wide_scope_with_an_or_does_too(path):
    walks = '+"mentoring_mentoringsession"."place_id" IN'
    scope = Q(duration=45) | places_within("place", [path])
    within = MentoringSession.objects.filter(scope)
    assert (walks in sql_of(lambda: list(within[:50]))) == (connection.vendor == "sqlite")
    for ask in (within.count, within.exists, lambda: list(within), within.order_by()[:50].count):
        assert walks not in sql_of(ask)


def test_page_of_a_district_is_looked_up_by_place():
    within = MentoringSession.objects.filter(place__path__within=["000100020003"])
    assert WALKS not in sql_of(lambda: list(within[:50]))


# The scopes that are made of it


@pytest.fixture
def coordinator(places):
    return make_user(Role.COORDINATOR, places.puok)


def test_no_scope_is_applied_twice(coordinator, places):
    for scope in (
        SessionViewSet().visible_to(coordinator),
        MentoringRelationship.objects.visible_to(coordinator),
        MentoringSession.objects.visible_to(coordinator),
        RoleAssignment.objects.visible_to(coordinator),
    ):
        assert sql_of(scope.count).count(places.puok.path + "~") == 1
    # By school, and by roles.
    assert sql_of(User.objects.visible_to(coordinator).count).count(places.puok.path + "~") == 2
    assert sql_of(Place.objects.visible_to(coordinator).count).count(places.puok.path + "~") == 2


def test_coordinator_of_the_country_and_of_nested_places(coordinator, places):
    national = make_user()
    for place in (places.puok, places.country, places.siemreap):
        RoleAssignmentFactory(user=national, role=Role.COORDINATOR, place=place)
    assert set(Place.objects.visible_to(national)) == set(Place.objects.all())
    assert coordinator in User.objects.visible_to(national)
    assert list(RoleAssignment.objects.visible_to(national).filter(user=coordinator)) == list(
        coordinator.roles.all()
    )


def test_place_opens_the_school_elsewhere_of_who_holds_a_role_in_it(coordinator, places):
    visible = Place.objects.visible_to(coordinator)
    assert places.tramkak_school not in visible
    visitor = make_user(Role.MENTOR, places.puok_school, school=places.tramkak_school)
    assert visitor in User.objects.visible_to(coordinator)
    assert places.tramkak_school in Place.objects.visible_to(coordinator)
    assert places.tramkak not in Place.objects.visible_to(coordinator)


@pytest.mark.parametrize("model", [MentoringRelationship, MentoringSession])
def test_nobody_signed_in_coordinates_nothing(model):
    assert not model.objects.coordinated_by(AnonymousUser()).exists()
    assert model.objects.coordinated_by(make_superuser()).query.where.children == []
