"""Each list and record: what stands in it, who sees it, and how many queries it takes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from forms_builder.models import Submission
from mentoring.actions.end_membership import end_membership
from mentoring.models import MentoringRelationship
from people.choices import PlaceKind, Role
from people.models import Place, User
from tests.api.client import ApiClient, problem
from tests.factories import PlaceFactory, make_superuser, make_user
from tests.factories_mentoring import (
    ANSWERS,
    fresh,
    make_group,
    make_meeting,
    make_published_form,
    make_relationship,
    make_released_session,
    make_session,
    now,
    observe,
)

SECRETS = {
    "phone": "+85512345678",
    "email": "sokha@example.org",
    "status_reason": "ហេតុផលសម្ងាត់",
    "ending_reason": "មូលហេតុបញ្ចប់សម្ងាត់",
    "session_notes": "កំណត់ត្រាសម្ងាត់",
    "goals": "គោលដៅសម្ងាត់",
}


def one_more(world, kind: str) -> None:
    """One more row in that list for the coordinator and, in mentoring, for one mentor."""
    if kind == "forms":
        make_published_form(code=f"form{uuid.uuid4().hex[:6]}")
        return
    if kind == "places":
        PlaceFactory.create(world.places.puok_cluster, PlaceKind.SCHOOL)
        return
    if kind == "people":
        make_user(Role.MENTEE, world.places.puok_school2)
        return
    if kind == "groups":
        make_group(world)
        return
    mentee = make_user(
        Role.MENTEE, PlaceFactory.create(world.places.puok_cluster, PlaceKind.SCHOOL)
    )
    relationship = make_relationship(world, mentee=mentee)
    if kind != "relationships":
        session = make_session(world, relationship)
    if kind == "submissions":
        observe(world, session)


LISTS = ["people", "places", "relationships", "groups", "sessions", "submissions", "forms"]


@pytest.mark.parametrize("kind", LISTS)
def test_list_takes_two_queries_at_most_however_many_rows(world, kind):
    """One for the rows; one more for the words of forms, or for noting who reads points."""
    person = world.mentor if kind == "submissions" else world.coordinator
    client = ApiClient(person)
    one_more(world, kind)
    few = len(client.rows(f"{kind}/"))
    one = client.queries(f"{kind}/")
    one_more(world, kind)
    one_more(world, kind)
    client.rows(f"{kind}/")  # what is new of points is noted once, for the mentee to see
    three = client.queries(f"{kind}/")
    assert len(client.rows(f"{kind}/")) == few + 2
    assert len(three) == len(one), three
    assert len(three) <= (2 if kind in ("forms", "submissions") else 1), three


@pytest.mark.parametrize("kind", ["relationships", "sessions"])
def test_filter_by_place_takes_one_query_more(world, kind):
    client = ApiClient(world.coordinator)
    one_more(world, kind)
    for code in (world.places.puok.code, world.places.puok_school2.code):
        assert len(client.queries(f"{kind}/?place={code}&mentor={world.mentor.pk}")) == 2


def test_list_leaves_long_texts_in_the_database(world, session):
    sql = " ".join(ApiClient(world.mentor).queries("sessions/"))
    assert "session_notes" not in sql and '"body"' not in sql
    observe(world, session)
    sql = " ".join(ApiClient(world.mentor).queries("submissions/"))
    assert '"answers"' not in sql and '"schema"' not in sql


@pytest.fixture
def full(world):
    """Both districts with a released observation each, and marked private fields."""
    ours = make_relationship(world)
    other = make_relationship(
        world, mentor=world.other_mentor, mentee=world.other_mentee, by=world.other_coordinator
    )
    sessions = [make_released_session(world, each) for each in (ours, other)]
    for number, person in enumerate(User.objects.exclude(pk=world.master.pk).order_by("pk")):
        User.objects.filter(pk=person.pk).update(
            phone=f"{SECRETS['phone'][:-2]}{number:02}", email=f"{number}{SECRETS['email']}"
        )
        person.profile.development_goals = SECRETS["goals"]
        person.profile.save()
    for session in sessions:
        type(session).objects.filter(pk=session.pk).update(
            session_notes=SECRETS["session_notes"], post_session_notes=SECRETS["session_notes"]
        )
    MentoringRelationship.objects.update(ending_reason=SECRETS["ending_reason"])
    return ours, other, *sessions


def everything_of(client: ApiClient) -> tuple[dict[str, set], str]:
    """Ids (codes of places) of every list, and all that was told, with every record opened."""
    seen: dict[str, set] = {}
    told = client.get("me/").content.decode()
    for kind in LISTS:
        rows = client.rows(f"{kind}/", {"page_size": 200})
        key = "code" if kind in ("places", "forms") else "id"
        seen[kind] = {row[key] for row in rows}
        for row in rows:
            if kind != "places":
                response = client.get(f"{kind}/{row[key]}/")
                assert response.status_code == 200
                told += response.content.decode()
        told += str(rows)
    return seen, told


def test_each_role_sees_its_own_scope(world, full):
    ours, other, session, other_session = full
    mine, theirs = str(ours.pk), str(other.pk)
    submission = str(session.fillings.get().pk)
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    trained = MentoringRelationship.objects.get(mentor=world.master)
    expected: dict[str, tuple[set, set, set]] = {
        # relationships, sessions, submissions
        "coordinator": ({mine, str(trained.pk)}, {str(session.pk)}, set()),
        "mentor": ({mine, str(trained.pk)}, {str(session.pk)}, {submission}),
        "mentee": ({mine}, {str(session.pk)}, {submission}),
        "master": ({mine, str(trained.pk)}, {str(session.pk)}, set()),
        "leader": (set(), set(), set()),
        "other_coordinator": ({theirs}, {str(other_session.pk)}, set()),
    }
    for name, (relationships, sessions, submissions) in expected.items():
        seen, _told = everything_of(ApiClient(getattr(world, name)))
        assert seen["relationships"] == relationships, name
        assert seen["sessions"] == sessions, name
        assert seen["submissions"] == submissions, name
        assert seen["forms"] == {"observation"}, name


def test_people_and_places_are_those_one_works_with(world, full):
    def people(person: User) -> set[int]:
        return everything_of(ApiClient(person))[0]["people"]

    def places(person: User) -> set[str]:
        return everything_of(ApiClient(person))[0]["places"]

    p = world.places
    ours = {world.coordinator, world.mentor, world.mentee, world.master, world.leader}
    assert people(world.coordinator) == {person.pk for person in ours}
    assert people(world.mentor) == {world.mentor.pk, world.mentee.pk}
    assert people(world.mentee) == {world.mentor.pk, world.mentee.pk}
    assert people(world.leader) == {world.leader.pk}
    inside = {p.puok, p.puok_commune, p.puok_cluster, p.puok_school, p.puok_school2}
    assert places(world.coordinator) == {place.code for place in inside}
    assert places(world.mentor) == {p.puok_school.code, p.puok_school2.code}
    assert places(world.leader) == {p.puok_school2.code}


def test_content_admin_has_forms_and_no_records(world, full):
    seen, _told = everything_of(ApiClient(make_user(Role.CONTENT_ADMIN)))
    assert seen["forms"] == {"observation"}
    assert [seen[kind] for kind in ("relationships", "sessions", "submissions", "places")] == [
        set()
    ] * 4
    assert len(seen["people"]) == 1


def test_no_contact_data_notes_or_reasons_for_anybody(world, full):
    people = [world.coordinator, world.mentor, world.mentee, world.leader, make_superuser()]
    for person in people:
        _seen, told = everything_of(ApiClient(person))
        assert len(told) > 300
        for secret in (*SECRETS.values(), SECRETS["phone"][:-2], "@example.org", "+855"):
            assert secret not in told, (person, secret)
        for name in ("password", "last_login", "is_superuser", "seniority"):
            assert f'"{name}"' not in told


def test_ratings_reach_mentor_and_mentee_alone(world, full):
    """Neither master mentors, coordinators, leaders nor administrators read a score or an answer.

    What opens them to a master mentor: tests/mentoring/test_ratings.py."""
    _ours, _other, session, _other_session = full
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    submission = session.fillings.get().pk
    evidence = ANSWERS["clarity"]["evidence"]
    for person in (world.mentor, world.mentee):
        _seen, told = everything_of(ApiClient(person))
        assert evidence in told and "out_of" in told
    everybody_else = (world.master, world.coordinator, world.leader, world.other_mentor)
    for person in (*everybody_else, make_superuser()):
        client = ApiClient(person)
        problem(client.get(f"submissions/{submission}/"), 404)
        rows = client.rows("submissions/")
        assert str(submission) not in {row["id"] for row in rows}
    for person in (world.master, world.coordinator, world.leader, make_superuser()):
        _seen, told = everything_of(ApiClient(person))
        assert evidence not in told and "out_of" not in told


def test_mentee_reads_the_observation_after_release_only(world, session):
    accepted = observe(world, session)
    client = ApiClient(world.mentee)
    problem(client.get(f"submissions/{accepted.submission.pk}/"), 404)
    assert client.rows("submissions/") == []
    assert ApiClient(world.mentor).get(f"submissions/{accepted.submission.pk}/").status_code == 200


def test_access_ends_with_the_relationship_at_the_next_request(world, relationship, session):
    observe(world, session)
    client = ApiClient(world.mentor)
    assert len(client.rows("submissions/")) == 1
    MentoringRelationship.objects.update(status="ENDED", end_date=relationship.start_date)
    assert [client.rows(f"{kind}/") for kind in ("relationships", "sessions", "submissions")] == [
        [],
        [],
        [],
    ]
    problem(client.get(f"sessions/{session.pk}/"), 404)
    assert len(client.rows("people/")) == 1


def test_access_ends_with_the_role_at_the_next_request(world, session):
    client = ApiClient(world.coordinator)
    assert len(client.rows("sessions/")) == 1
    world.coordinator.roles.update(end_date=world.coordinator.roles.get().start_date)
    assert client.rows("sessions/") == []
    problem(client.get(f"sessions/{session.pk}/"), 404)


@pytest.mark.parametrize("kind", ["relationships", "sessions", "submissions", "people"])
def test_foreign_and_unknown_records_answer_alike(world, full, kind):
    ours, _other, session, _other_session = full
    foreign = {
        "relationships": ours.pk,
        "sessions": session.pk,
        "submissions": session.fillings.get().pk,
        "people": world.mentee.pk,
    }[kind]
    unknown: Any = 987654321 if kind == "people" else uuid.uuid4()
    client = ApiClient(world.other_mentor)
    told = [problem(client.get(f"{kind}/{pk}/"), 404) for pk in (foreign, unknown)]
    assert told[0] == told[1]


def test_me_tells_roles_held_today(world):
    body = ApiClient(world.coordinator).get("me/").json()
    assert body["name"] == world.coordinator.full_name
    assert [role["role"] for role in body["roles"]] == ["COORDINATOR"]
    assert body["roles"][0]["place"]["name_km"] == "ពួក"
    world.coordinator.roles.update(end_date=world.coordinator.roles.get().start_date)
    assert ApiClient(world.coordinator).get("me/").json()["roles"] == []


def test_person_tells_name_and_school(world, relationship):
    body = ApiClient(world.mentor).get(f"people/{world.mentee.pk}/").json()
    assert body["honorific"] == "អ្នកគ្រូ"
    assert body["name"] == world.mentee.full_name
    assert body["school"]["code"] == world.places.puok_school2.code
    assert set(body) == {"id", "honorific", "name", "name_latin", "gender", "grade_rank", "school"}


def test_place_names_the_place_above(world):
    rows = {row["code"]: row for row in ApiClient(make_superuser()).rows("places/")}
    assert rows[world.places.puok_school.code]["parent"] == world.places.puok_cluster.code
    assert rows[world.places.country.code]["parent"] is None
    assert len(rows) == Place.objects.count()


def test_session_tells_school_and_form(world, session):
    line = ApiClient(world.mentor).rows("sessions/")[0]
    body = ApiClient(world.mentor).get(f"sessions/{session.pk}/").json()
    assert line == {name: body[name] for name in line}
    assert body["place"]["code"] == world.places.puok_school2.code
    assert body["form"] == "observation"
    beside = {"status_reason", "rescheduled_from", "pre_session_notes", "participants"}
    assert set(body) - set(line) == beside
    assert body["scheduled_date"].endswith("+07:00")


def test_khmer_is_sent_as_it_is_written(world, session):
    """UTF-8, not escapes of six letters each."""
    content = ApiClient(world.mentor).get("sessions/").content
    assert "សាលាផ្កាម្លិះ".encode() in content and b"\\u17" not in content


def test_records_about_people_stay_in_no_cache(world, session):
    client = ApiClient(world.mentor)
    paths = [f"{name}/" for name in (*LISTS[:-1], "me")]
    for path in [*paths, f"sessions/{session.pk}/", f"people/{world.mentee.pk}/"]:
        assert "no-store" in client.get(path)["Cache-Control"], path


def test_start_lists_the_addresses(nobody):
    body = nobody.get("").json()
    assert set(body) == {
        "me",
        "people",
        "places",
        "relationships",
        "groups",
        "sessions",
        "submissions",
        "forms",
        "schema",
        "docs",
    }
    for address in body.values():
        assert nobody.get(address, Accept="*/*").status_code in (200, 401)


def test_nobody_reads_nothing(nobody, world, full):
    for kind in (*LISTS, "me"):
        problem(nobody.get(f"{kind}/"), 401)
    problem(nobody.get("forms/observation/"), 401)
    problem(nobody.get(f"submissions/{Submission.objects.first().pk}/"), 401)


def test_circle_is_told_with_its_members_and_meetings(world):
    circle = make_group(world)
    meeting = make_meeting(circle, by=world.mentor)
    client = ApiClient(world.mentee)
    (line,) = client.rows("groups/")
    assert (line["name"], line["kind"], line["place"]["code"]) == (circle.name, "CIRCLE", "1707")
    body = client.get(f"groups/{circle.pk}/").json()
    assert {(row["person"]["id"], row["part"]) for row in body["memberships"]} == {
        (world.mentor.pk, "FACILITATOR"),
        (world.mentee.pk, "MEMBER"),
    }
    (session,) = client.rows("sessions/")
    assert (session["relationship"], session["group"]) == (None, str(circle.pk))
    body = client.get(f"sessions/{meeting.pk}/").json()
    assert [
        (row["person"]["id"], row["part"], row["attended"]) for row in body["participants"]
    ] == [
        (world.mentor.pk, "FACILITATOR", None),
        (world.mentee.pk, "PARTICIPANT", None),
    ]


def test_group_of_another_district_and_former_members_group_are_not_found(world):
    circle = make_group(world)
    problem(ApiClient(world.other_coordinator).get(f"groups/{circle.pk}/"), 404)
    membership = circle.memberships.get(person=world.mentee)
    end_membership(membership=membership, by=fresh(world.coordinator), at=now())
    client = ApiClient(world.mentee)
    assert client.rows("groups/") == []
    problem(client.get(f"groups/{circle.pk}/"), 404)
