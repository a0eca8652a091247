"""Pages by keys: every row once, forward and backward, and no cursor that breaks anything."""

from __future__ import annotations

import base64
import datetime
import uuid

import orjson
import pytest
from django.utils import timezone

from api.pagination import LONGEST_CURSOR, decode_cursor, encode_cursor
from mentoring.choices import Part
from mentoring.models import MentoringRelationship, MentoringSession, SessionParticipant
from people.models import Place, User
from tests.api.client import ApiClient, problem
from tests.factories import make_superuser

ORDERING = ("-scheduled_date", "-id")


@pytest.fixture
def sessions(world, relationship) -> list[MentoringSession]:
    """Twelve sessions at four moments, so that many share one."""
    start = timezone.now().replace(microsecond=123456)
    planned = MentoringSession.objects.bulk_create(
        MentoringSession(
            relationship=relationship,
            place=relationship.place,
            scheduled_date=start + datetime.timedelta(days=number // 3),
        )
        for number in range(12)
    )
    for session in planned:
        take_part(session)
    return planned


def take_part(session: MentoringSession) -> None:
    SessionParticipant.objects.create(
        session=session, person=session.relationship.mentor, part=Part.MENTOR
    )


def delete(*ids: str) -> None:
    SessionParticipant.objects.filter(session__in=ids).delete()
    MentoringSession.objects.filter(pk__in=ids).delete()


@pytest.fixture
def expected(sessions) -> list[str]:
    return [
        str(pk) for pk in MentoringSession.objects.order_by(*ORDERING).values_list("pk", flat=True)
    ]


def follow(client: ApiClient, address: str, way: str) -> list[list[str]]:
    """Ids of every page from there on."""
    pages = []
    while address:
        body = client.get(address).json()
        pages.append([row["id"] for row in body["results"]])
        address = body[way]
        assert len(pages) < 50
    return pages


def test_pages_hold_every_row_once_both_ways(mentor, expected):
    for size in (1, 2, 3, 4, 5, 7, 11, 12, 13):
        check_both_ways(mentor, expected, size)


def check_both_ways(mentor: ApiClient, expected: list[str], size: int) -> None:
    forward = follow(mentor, f"sessions/?page_size={size}", "next")
    assert [pk for page in forward for pk in page] == expected
    assert all(len(page) == size for page in forward[:-1])
    last = mentor.get(f"sessions/?page_size={size}").json()
    while last["next"]:
        last = mentor.get(last["next"]).json()
    backward = [[row["id"] for row in last["results"]]]
    if last["previous"]:
        backward += follow(mentor, last["previous"], "previous")
    assert [pk for page in reversed(backward) for pk in page] == expected


def test_first_page_has_no_previous_and_the_last_no_next(mentor, expected):
    first = mentor.get("sessions/", {"page_size": 12}).json()
    assert (first["next"], first["previous"]) == (None, None)
    first = mentor.get("sessions/", {"page_size": 6}).json()
    second = mentor.get(first["next"]).json()
    assert first["previous"] is None and second["next"] is None
    back = mentor.get(second["previous"]).json()
    assert back["results"] == first["results"]
    assert back["previous"] is None and back["next"]


def test_links_keep_the_filters(mentor, sessions):
    body = mentor.get("sessions/", {"page_size": 2, "status": "SCHEDULED"}).json()
    assert "status=SCHEDULED" in body["next"] and "page_size=2" in body["next"]


def test_row_that_comes_or_goes_between_pages_moves_no_other(mentor, sessions, expected):
    first = mentor.get("sessions/", {"page_size": 4}).json()
    delete(expected[0])
    newest = sessions[0]
    session = MentoringSession.objects.create(
        relationship=newest.relationship,
        place=newest.place,
        scheduled_date=timezone.now() + datetime.timedelta(days=90),
    )
    take_part(session)
    second = mentor.get(first["next"]).json()
    assert [row["id"] for row in second["results"]] == expected[4:8]


def test_page_behind_rows_that_are_gone_leads_back(mentor, sessions, expected):
    first = mentor.get("sessions/", {"page_size": 10}).json()
    delete(*expected[10:])
    gone = mentor.get(first["next"]).json()
    assert gone["results"] == [] and gone["next"] is None
    back = mentor.get(gone["previous"]).json()
    assert len(back["results"]) >= 9


def test_pages_of_people_follow_the_khmer_order(world):
    client = ApiClient(make_superuser())
    pages = follow(client, "people/?page_size=3", "next")
    expected = User.objects.order_by("sort_key", "id").values_list("pk", flat=True)
    assert [pk for page in pages for pk in page] == list(expected)


def test_pages_of_places_follow_the_tree(world):
    client = ApiClient(make_superuser())
    codes, address = [], "places/?page_size=4"
    while address:
        body = client.get(address).json()
        codes += [row["code"] for row in body["results"]]
        address = body["next"]
    assert codes == list(Place.objects.order_by("path").values_list("code", flat=True))


def test_page_size_out_of_bounds_is_told(anyone):
    for size in ("0", "-1", "201", "1.5", "៥០០", "ច្រើន", "9" * 5000, "\x00", ""):
        body = problem(anyone.get("sessions/", {"page_size": size}), 400)
        assert list(body["errors"]) == ["page_size"], size


def test_page_size_within_bounds_is_taken(anyone):
    for size in ("1", "200", "៥"):
        assert anyone.get("sessions/", {"page_size": size}).status_code == 200


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


ID = str(uuid.UUID(int=7))
MOMENT = "2026-11-21T01:00:00+00:00"
BAD = [
    "x",
    "ទីបី",
    "%%%",
    "a" * (LONGEST_CURSOR + 1),
    packed(None),
    packed({}),
    packed([]),
    packed("text"),
    packed([0]),
    packed([0, MOMENT]),
    packed([0, MOMENT, ID, ID]),
    packed([2, MOMENT, ID]),
    packed(["0", MOMENT, ID]),
    packed([[], MOMENT, ID]),
    packed([0, "yesterday", ID]),
    packed([0, 5, ID]),
    packed([0, None, ID]),
    packed([0, True, ID]),
    packed([0, [], ID]),
    packed([0, {}, ID]),
    packed([0, 1.5, ID]),
    packed([0, MOMENT, "no id"]),
    packed([0, MOMENT, 7**20]),
    packed([0, MOMENT, -1]),
    packed([0, "0001-01-01T00:00:00+14:00", ID]),
    packed([0, "9999-12-31T23:59:59-14:00", ID]),
    packed([0, "2026-13-41T00:00:00Z", ID]),
    packed([0, "\x00", ID]),
    base64.urlsafe_b64encode(b"[0, NaN, 1]").decode(),
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    base64.urlsafe_b64encode(b"[" * 900).decode(),
]


def test_cursor_of_nobody_s_making_is_told(anyone):
    for cursor in BAD:
        body = problem(anyone.get("sessions/", {"cursor": cursor}), 400)
        assert list(body["errors"]) == ["cursor"], cursor


@pytest.mark.parametrize("path", ["people/", "places/", "relationships/", "forms/", "submissions/"])
def test_cursor_of_nobody_s_making_breaks_no_list(anyone, path):
    extremes = [packed([0, word, 2**64 - 1]) for word in ("", "ក" * 400, "\U0010ffff", "\x00")]
    for cursor in [packed([0, ""]), packed([1, "ក" * 400]), *extremes, *BAD]:
        assert anyone.get(path, {"cursor": cursor}).status_code in (200, 400), cursor


def test_cursor_of_another_scope_opens_nothing(mentor, world, sessions):
    """A cursor is a place in an order; whose rows are shown is asked anew."""
    address = mentor.get("sessions/", {"page_size": 2}).json()["next"]
    assert ApiClient(world.other_mentor).get(address).json()["results"] == []


def test_cursor_reads_back_what_was_written():
    moment = datetime.datetime(2026, 11, 21, 8, 30, 0, 123456, datetime.UTC)
    pk = uuid.uuid4()
    text = encode_cursor([moment, pk], backward=True)
    assert decode_cursor(text, MentoringSession, ORDERING) == ([moment, pk], True)
    day = datetime.date(2026, 11, 21)
    text = encode_cursor([day, pk])
    assert decode_cursor(text, MentoringRelationship, ("-start_date", "-id")) == ([day, pk], False)
