"""Filters: each narrows as it says, and what makes no sense is told."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from mentoring.choices import SessionStatus, SessionType
from mentoring.models import MentoringSession
from people.choices import Role
from tests.api.client import ApiClient, is_khmer, problem
from tests.factories import make_superuser, make_user
from tests.factories_mentoring import (
    make_relationship,
    make_released_session,
    make_session,
    observe,
)


def ids(client: ApiClient, path: str, **query) -> set:
    return {row["id"] for row in client.rows(path, query)}


@pytest.fixture
def everything(world):
    """One relationship a district, with sessions; and someone who sees both."""
    ours = make_relationship(world)
    other = make_relationship(
        world,
        mentor=world.other_mentor,
        mentee=world.other_mentee,
        by=world.other_coordinator,
        start=-5,
    )
    observed = make_session(world, ours, offset=-2)
    observe(world, observed)
    planned = make_session(world, ours, offset=3, session_type=SessionType.LESSON_PLANNING)
    far = make_session(world, other, offset=10)
    return ApiClient(make_superuser()), ours, other, observed, planned, far


def test_relationship_filters_narrow(world, everything):
    client, ours, other, *_ = everything
    today = timezone.localdate()
    both = {str(ours.pk), str(other.pk)}
    assert ids(client, "relationships/") == both
    assert ids(client, "relationships/", mentor=world.mentor.pk) == {str(ours.pk)}
    assert ids(client, "relationships/", mentee=world.other_mentee.pk) == {str(other.pk)}
    assert ids(client, "relationships/", status="ACTIVE") == both
    assert ids(client, "relationships/", status="ENDED") == set()
    assert ids(client, "relationships/", place=world.places.puok_school2.code) == {str(ours.pk)}
    recent = today - datetime.timedelta(days=10)
    assert ids(client, "relationships/", started_from=recent) == {str(other.pk)}
    assert ids(client, "relationships/", started_until=recent) == {str(ours.pk)}


def test_session_filters_narrow(world, everything):
    client, _ours, other, observed, planned, far = everything
    name = {session.pk: str(session.pk) for session in (observed, planned, far)}
    assert ids(client, "sessions/") == set(name.values())
    assert ids(client, "sessions/", relationship=other.pk) == {name[far.pk]}
    assert ids(client, "sessions/", status=SessionStatus.COMPLETED) == {name[observed.pk]}
    assert ids(client, "sessions/", session_type="LESSON_PLANNING") == {name[planned.pk]}
    assert ids(client, "sessions/", mentor=world.other_mentor.pk) == {name[far.pk]}
    assert ids(client, "sessions/", mentee=world.mentee.pk) == {name[observed.pk], name[planned.pk]}
    now = timezone.now().isoformat()
    assert ids(client, "sessions/", scheduled_from=now) == {name[planned.pk], name[far.pk]}
    assert ids(client, "sessions/", scheduled_until=now) == {name[observed.pk]}
    assert ids(client, "sessions/", status="SCHEDULED", mentee=world.mentee.pk) == {
        name[planned.pk]
    }


def test_place_filter_holds_what_lies_below(world, everything):
    client, _ours, _other, observed, planned, far = everything
    mine = {str(observed.pk), str(planned.pk)}
    for name in ("country", "siemreap", "puok", "puok_cluster", "puok_school2"):
        found = ids(client, "sessions/", place=getattr(world.places, name).code)
        assert found == (mine | {str(far.pk)} if name == "country" else mine), name


def test_place_filter_opens_nothing(world, everything):
    client = ApiClient(world.mentor)
    assert ids(client, "sessions/", place=world.places.tramkak.code) == set()
    assert ids(client, "sessions/", place="គ្មាន") == set()


def test_submission_filters_narrow(world):
    relationship = make_relationship(world)
    first, second = (make_released_session(world, relationship, offset=-n) for n in (3, 2))
    client = ApiClient(world.mentor)
    name = {session.pk: str(session.fillings.get().pk) for session in (first, second)}
    assert ids(client, "submissions/") == set(name.values())
    assert ids(client, "submissions/", session=first.pk) == {name[first.pk]}
    assert ids(client, "submissions/", form="observation", version=1) == set(name.values())
    assert ids(client, "submissions/", version=2) == set()
    assert ids(client, "submissions/", form="other") == set()
    assert ids(client, "submissions/", submitted_by=world.mentor.pk) == set(name.values())
    assert ids(client, "submissions/", submitted_by=world.mentee.pk) == set()
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).isoformat()
    assert ids(client, "submissions/", received_from=tomorrow) == set()
    assert ids(client, "submissions/", received_until=tomorrow) == set(name.values())


def test_people_and_place_filters_narrow(world):
    client = ApiClient(world.coordinator)
    assert ids(client, "people/", role="MENTOR") == {world.mentor.pk}
    kinds = {row["kind"] for row in client.rows("places/", {"kind": "SCHOOL"})}
    assert kinds == {"SCHOOL"}
    code = world.places.puok_school.code
    assert [row["code"] for row in client.rows("places/", {"code": code})] == [code]


def test_role_that_has_ended_is_no_filter_s_hit(world):
    client = ApiClient(world.coordinator)
    former = make_user(Role.MENTOR, world.places.puok_school)
    former.roles.update(end_date=timezone.localdate() - datetime.timedelta(days=1))
    assert former.pk not in ids(client, "people/", role="MENTOR")
    assert former.pk in ids(client, "people/")


ODD_NUMBERS = [
    "x",
    "1.5",
    "1e5",
    "-1e999999999",
    "1e999999999",
    "NaN",
    "0",
    "-1",
    "9" * 30,
    "9" * 5000,
    "\x00",
    "[]",
    "១២ក",
]
ODD_MOMENTS = [
    "yesterday",
    "2026-13-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "0000-00-00",
    "\x00",
    "២០២៦",
    "2026-11-21T25:00:00Z",
    "1" * 100,
]
ODD_WORDS = ["ល្អ", "active", "\x00", "a" * 1000, "'; DROP TABLE x; --"]
ODD = {
    ("relationships/", "mentor"): ODD_NUMBERS,
    ("relationships/", "mentee"): ODD_NUMBERS,
    ("relationships/", "status"): ODD_WORDS,
    ("relationships/", "place"): ["\x00", "a" * 1000],
    ("relationships/", "started_from"): [
        "yesterday",
        "2026-13-01",
        "\x00",
        "0000-00-00",
        "9" * 500,
    ],
    ("sessions/", "relationship"): ["x", "12", "\x00", "ក" * 36, "0" * 33],
    ("sessions/", "mentor"): ODD_NUMBERS,
    ("sessions/", "group"): ["x", "12", "\x00"],
    ("sessions/", "participant"): ODD_NUMBERS,
    ("groups/", "kind"): ODD_WORDS,
    ("groups/", "place"): ["\x00", "a" * 1000],
    ("sessions/", "status"): ODD_WORDS,
    ("sessions/", "session_type"): ODD_WORDS,
    ("sessions/", "place"): ["\x00", "a" * 1000],
    ("sessions/", "scheduled_from"): ODD_MOMENTS,
    ("sessions/", "scheduled_until"): ODD_MOMENTS,
    ("submissions/", "version"): ODD_NUMBERS,
    ("submissions/", "submitted_by"): ODD_NUMBERS,
    ("submissions/", "form"): ["\x00", "a" * 1000],
    ("submissions/", "session"): ["x", "\x00"],
    ("submissions/", "received_from"): ODD_MOMENTS,
    ("people/", "role"): ODD_WORDS,
    ("places/", "kind"): ODD_WORDS,
    ("places/", "code"): ["\x00", "a" * 1000],
}


def test_filter_value_that_makes_no_sense_is_told(anyone):
    for (path, name), values in ODD.items():
        for value in values:
            body = problem(anyone.get(path, {name: value}), 400)
            assert list(body["errors"]) == [name], value
            assert all(is_khmer(message) for message in body["errors"][name])


def test_filter_that_nobody_knows_is_told(anyone):
    for path in (
        "people/",
        "places/",
        "relationships/",
        "groups/",
        "sessions/",
        "submissions/",
        "forms/",
    ):
        body = problem(anyone.get(path, {"statsu": "ACTIVE", "ទី": "១"}), 400)
        assert "statsu" in body["errors"][""][0] and "page_size" in body["errors"][""][0]


def test_filter_of_khmer_digits_is_understood(everything, world):
    client, ours, *_ = everything
    digits = str(world.mentor.pk).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert ids(client, "relationships/", mentor=digits) == {str(ours.pk)}


def test_empty_filter_is_none(everything):
    client, *_ = everything
    assert len(ids(client, "sessions/", status="", mentor="", place="", scheduled_from="")) == 3
    assert MentoringSession.objects.count() == 3
    assert ids(client, "sessions/", relationship=uuid.uuid4()) == set()
