"""Who gets which page: one's own, and 404 for everything else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mentoring.choices import SessionType
from tests.factories_mentoring import (
    draft,
    make_released_session,
    make_session,
    reflect,
    release,
)

PLAIN = ("today", "visits", "growth", "notices", "outbox")
OF_SESSION = ("session", "observe", "result", "feedback", "preview", "reflect", "letter")


def address(name: str, *args) -> str:
    return reverse(f"field:{name}", args=args)


@pytest.mark.parametrize("name", [*PLAIN, "school"])
def test_visitor_is_asked_to_sign_in_and_comes_back(client, db, name):
    response = client.get(address(name))
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('sign_in')}?next={address(name)}"


@pytest.mark.parametrize("name", OF_SESSION)
def test_visitor_is_asked_to_sign_in_for_a_session(client, session, name):
    assert client.get(address(name, session.pk)).status_code == 302


@pytest.mark.parametrize("name", PLAIN)
def test_everybody_has_their_own_pages(signed_in, world, name):
    for user in (world.mentor, world.mentee, world.master, world.leader, world.coordinator):
        response = signed_in(user).get(address(name))
        assert response.status_code == 200
        assert response["X-Field-User"] == str(user.pk)
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", OF_SESSION)
@pytest.mark.parametrize("who", ["other_mentor", "other_mentee", "other_coordinator"])
def test_session_of_another_district_does_not_exist(signed_in, world, relationship, name, who):
    session = make_released_session(world, relationship)
    client = signed_in(getattr(world, who))
    assert client.get(address(name, session.pk)).status_code == 404
    assert client.post(address(name, session.pk), {"reply": "x"}).status_code in (404, 405)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("mentor", {"session", "result", "letter"}),
        ("mentee", {"session", "result", "reflect", "letter"}),
        ("coordinator", {"session"}),
        ("leader", set()),
        ("master", set()),
    ],
)
def test_released_session_opens_to_its_partners_alone(signed_in, world, relationship, who, allowed):
    session = make_released_session(world, relationship)
    client = signed_in(getattr(world, who))
    opened = {
        name for name in OF_SESSION if client.get(address(name, session.pk)).status_code == 200
    }
    assert opened == allowed


def test_mentee_sees_no_rating_and_no_letter_before_the_release(signed_in, world, observed):
    reflect(observed)
    draft(observed)
    client = signed_in(world.mentee)
    for name in ("result", "letter", "feedback", "preview", "observe"):
        assert client.get(address(name, observed.pk)).status_code == 404
    page = client.get(address("session", observed.pk)).content.decode()
    assert address("result", observed.pk) not in page

    release(observed)
    assert client.get(address("letter", observed.pk)).status_code == 200
    assert client.get(address("result", observed.pk)).status_code == 200


def test_mentors_sight_ends_with_the_relationship(signed_in, world, relationship, session):
    client = signed_in(world.mentor)
    assert client.get(address("person", world.mentee.pk)).status_code == 200
    relationship.status, relationship.end_date = "ENDED", relationship.start_date
    relationship.save()
    assert client.get(address("session", session.pk)).status_code == 404
    assert client.get(address("person", world.mentee.pk)).status_code == 404


def test_person_page_is_the_mentors_alone(signed_in, world, relationship):
    page = address("person", world.mentee.pk)
    assert signed_in(world.mentor).get(page).status_code == 200
    for user in (world.mentee, world.coordinator, world.leader, world.other_mentor):
        assert signed_in(user).get(page).status_code == 404


def test_school_page_is_the_leaders_alone(signed_in, world):
    assert signed_in(world.leader).get(address("school")).status_code == 200
    for user in (world.mentor, world.mentee, world.coordinator):
        assert signed_in(user).get(address("school")).status_code == 404


def test_coordinator_and_content_admin_find_the_way_to_the_desk(signed_in, world):
    assert 'href="/admin/"' in signed_in(world.coordinator).get(address("today")).content.decode()
    assert 'href="/admin/"' not in signed_in(world.mentor).get(address("today")).content.decode()


def test_planning_session_has_no_observation(signed_in, world, relationship):
    session = make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    client = signed_in(world.mentor)
    assert client.get(address("session", session.pk)).status_code == 200
    assert client.get(address("observe", session.pk)).status_code == 404


def test_mentor_begins_and_finishes_a_planning_session(signed_in, world, relationship):
    session = make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    client = signed_in(world.mentor)
    client.post(address("change", session.pk, "start"))
    client.post(address("change", session.pk, "complete"))
    session.refresh_from_db()
    assert session.status == "COMPLETED"
    assert client.post(address("change", session.pk, "explode")).status_code == 404
    assert signed_in(world.mentee).post(address("change", session.pk, "start")).status_code == 404
