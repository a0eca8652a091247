"""PUT of what people say of themselves, and who reads it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from forms_builder.choices import Purpose
from forms_builder.models import Submission
from mentoring.models import Filling
from tests.api.client import ApiClient, problem
from tests.factories_mentoring import (
    ANSWERS,
    make_published_form,
    make_relationship,
    make_session,
    observe,
)


@pytest.fixture(autouse=True)
def own_form(world):
    return make_published_form("own", Purpose.SELF_ASSESSMENT, Purpose.PROFILE)


@pytest.fixture
def mentee(world) -> ApiClient:
    return ApiClient(world.mentee)


def body(purpose: str, **changes: Any) -> dict[str, Any]:
    return {
        "form": "own",
        "version": 1,
        "language": "km",
        "purpose": purpose,
        "answers": ANSWERS,
        **changes,
    }


def address() -> str:
    return f"submissions/{uuid.uuid4()}/"


@pytest.mark.parametrize("purpose", ["SELF_ASSESSMENT", "PROFILE"])
def test_form_about_oneself_is_stored_once_and_read_by_its_author(world, mentee, purpose):
    where = address()
    first, again = (mentee.put(where, body(purpose)) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    told = mentee.get(where).json()
    assert (told["purpose"], told["session"]) == (purpose, None)
    assert told["submitted_by"] == world.mentee.pk
    assert [row["id"] for row in mentee.rows("submissions/", {"purpose": purpose})] == [told["id"]]
    assert mentee.rows("submissions/", {"purpose": "OBSERVATION"}) == []
    for who in ("mentor", "coordinator", "master", "leader", "other_mentee"):
        client = ApiClient(getattr(world, who))
        problem(client.get(where), 404)
        problem(client.put(where, body(purpose)), 404)
        assert client.rows("submissions/") == []


def test_self_assessment_of_a_session_opens_to_the_mentor_with_their_own_record(
    world, session, mentee
):
    where = address()
    sent = mentee.put(where, body("SELF_ASSESSMENT", session=str(session.pk)))
    assert sent.status_code == 201
    assert sent.json()["session"] == str(session.pk)
    mentor = ApiClient(world.mentor)
    problem(mentor.get(where), 404)
    observe(world, session)
    assert mentor.get(where).status_code == 200
    problem(ApiClient(world.coordinator).get(where), 404)


def test_observation_is_told_as_one(world, session):
    observe(world, session)
    (row,) = ApiClient(world.mentor).rows("submissions/", {"purpose": "OBSERVATION"})
    assert (row["purpose"], row["session"]) == ("OBSERVATION", str(session.pk))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": "OBSERVATION"}, "session"),
        ({"purpose": "SURVEY"}, "purpose"),
        ({"purpose": "PLAN"}, "purpose"),
        ({"purpose": "APPRAISAL"}, "purpose"),
        ({"purpose": None}, "purpose"),
        ({"purpose": "SELF_ASSESSMENT", "session": None}, "session"),
    ],
)
def test_what_is_missing_or_unknown_is_named(mentee, changes, field):
    told = problem(mentee.put(address(), body("PROFILE") | changes), 400)
    assert list(told["errors"]) == [field]
    assert not Submission.objects.exists()


def test_profile_with_a_session_is_refused(mentee, session):
    told = problem(mentee.put(address(), body("PROFILE", session=str(session.pk))), 400)
    assert list(told["errors"]) == ["session"]


@pytest.mark.parametrize("purpose", ["SELF_ASSESSMENT", "PROFILE"])
def test_form_for_something_else_is_refused(mentee, purpose):
    told = problem(mentee.put(address(), body(purpose, form="observation")), 422)
    assert told["errors"][""]
    assert not Filling.objects.exists()


def test_another_persons_session_is_as_good_as_unknown(world, session, mentee):
    theirs = make_relationship(
        world, mentor=world.other_mentor, mentee=world.other_mentee, by=world.other_coordinator
    )
    other = make_session(world, theirs)
    told = problem(mentee.put(address(), body("SELF_ASSESSMENT", session=str(other.pk))), 404)
    unknown = body("SELF_ASSESSMENT", session=str(uuid.uuid4()))
    assert told == problem(mentee.put(address(), unknown), 404)
    assert not Filling.objects.exists()


def test_who_sees_the_session_and_is_not_its_mentee_may_not(world, session):
    for who in ("mentor", "coordinator"):
        client = ApiClient(getattr(world, who))
        problem(client.put(address(), body("SELF_ASSESSMENT", session=str(session.pk))), 403)
    assert not Filling.objects.exists()
