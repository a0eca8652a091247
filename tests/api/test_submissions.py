"""PUT of a submission under the sender's own UUID: stored once, whatever the network did."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.utils import timezone

from forms_builder.models import RefusedSubmission, Submission, SubmissionRevision
from mentoring.choices import SessionStatus
from mentoring.models import MentoringRelationship, MentoringSession, Observation, RecordReading
from tests.api.client import ApiClient, is_khmer, problem
from tests.factories import make_superuser
from tests.factories_mentoring import (
    ANSWERS,
    draft,
    make_relationship,
    make_released_session,
    make_session,
    observe,
    reflect,
    release,
)


def body_for(session: MentoringSession, **changes: Any) -> dict[str, Any]:
    return {
        "form": "observation",
        "version": 1,
        "language": "km",
        "session": str(session.pk),
        "answers": ANSWERS,
        **changes,
    }


@pytest.fixture
def address() -> str:
    return f"submissions/{uuid.uuid4()}/"


@pytest.fixture
def body(session) -> dict[str, Any]:
    return body_for(session)


def test_submission_is_stored_and_told_back(mentor, session, address, body):
    started = timezone.localtime().replace(microsecond=0) - datetime.timedelta(hours=2)
    finished = started + datetime.timedelta(minutes=45)
    body |= {"started_at": started.isoformat(), "finished_at": finished.isoformat()}
    response = mentor.put(address, body)
    assert response.status_code == 201
    told = response.json()
    assert told["id"] in address
    assert told["answers"] == ANSWERS
    assert (told["form"], told["version"], told["language"]) == ("observation", 1, "km")
    assert (told["session"], told["revision"]) == (str(session.pk), 1)
    assert told["submitted_by"] == mentor.person.pk
    assert (told["started_at"], told["finished_at"]) == (started.isoformat(), finished.isoformat())
    assert told["score"] == told["scores"]["form"]
    assert {"points", "out_of"} <= set(told["score"])
    assert mentor.get(address).json() == told
    session.refresh_from_db()
    assert session.status == SessionStatus.COMPLETED


def test_same_again_changes_nothing(mentor, address, body):
    first = mentor.put(address, body)
    second = mentor.put(address, body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Submission.objects.count() == Observation.objects.count() == 1
    assert len(mentor.rows("submissions/")) == 1


def test_other_answers_under_the_same_id_are_refused_and_kept(mentor, address, body):
    mentor.put(address, body)
    other = {**body, "answers": {**ANSWERS, "warmth": {"level": 1}}}
    told = problem(mentor.put(address, other), 409)
    assert told["type"] == "urn:problem:conflict"
    assert told["current_revision"] == 1
    assert mentor.get(address).json()["answers"] == ANSWERS
    assert RefusedSubmission.objects.count() == 1
    problem(mentor.put(address, other), 409)
    assert RefusedSubmission.objects.count() == 1


def test_correction_on_the_stored_revision_is_taken(mentor, address, body):
    mentor.put(address, body)
    other = {**body, "answers": {**ANSWERS, "warmth": {"level": 1}}, "base_revision": 1}
    response = mentor.put(address, other)
    assert response.status_code == 200
    assert response.json()["revision"] == 2
    assert mentor.get(address).json()["answers"]["warmth"] == {"level": 1}
    assert SubmissionRevision.objects.count() == 1


def test_correction_on_an_older_revision_is_refused(mentor, address, body):
    mentor.put(address, body)
    for level, revision in ((1, 1), (2, 2)):
        answers = {**ANSWERS, "warmth": {"level": level}}
        mentor.put(address, {**body, "answers": answers, "base_revision": revision})
    stale = {**body, "answers": {**ANSWERS, "warmth": {"level": 3}}, "base_revision": 1}
    assert problem(mentor.put(address, stale), 409)["current_revision"] == 3


def test_second_record_of_one_session_is_refused_and_names_the_first(mentor, address, body):
    first = mentor.put(address, body).json()
    answers = {**ANSWERS, "warmth": {"level": 2}}
    response = mentor.put(f"submissions/{uuid.uuid4()}/", {**body, "answers": answers})
    told = problem(response, 409)
    assert told["type"] == "urn:problem:not-possible-now"
    assert told["submission"] == first["id"]
    assert RefusedSubmission.objects.count() == 1


def test_correction_after_the_release_is_refused(mentor, world, session, body):
    accepted = observe(world, session)
    reflect(session)
    draft(session)
    release(session)
    answers = {**ANSWERS, "warmth": {"level": 1}}
    response = mentor.put(
        f"submissions/{accepted.submission.pk}/", {**body, "answers": answers, "base_revision": 1}
    )
    assert problem(response, 409)["type"] == "urn:problem:not-possible-now"


def test_session_that_was_cancelled_takes_no_record(mentor, session, address, body):
    MentoringSession.objects.update(status=SessionStatus.CANCELLED, status_reason="ភ្លៀងខ្លាំង")
    assert problem(mentor.put(address, body), 409)["type"] == "urn:problem:not-possible-now"
    assert not Submission.objects.exists()


WRONG: dict[str, tuple[Any, set[str]]] = {
    "missing": ({"clarity": {"level": 3}}, {"questions", "warmth", "rules"}),
    "unknown question": ({**ANSWERS, "colour": 1}, {"colour"}),
    "level that is none": ({**ANSWERS, "warmth": {"level": 9}}, {"warmth"}),
    "a number": ({**ANSWERS, "warmth": 3}, {"warmth"}),
    "a text": ({**ANSWERS, "warmth": "ល្អ"}, {"warmth"}),
    "a list": ({**ANSWERS, "warmth": [{"level": 3}]}, {"warmth"}),
    "true": ({**ANSWERS, "warmth": {"level": True}}, {"warmth"}),
    "a fraction": ({**ANSWERS, "warmth": {"level": 2.5}}, {"warmth"}),
    "huge": ({**ANSWERS, "warmth": {"level": 2**63}}, {"warmth"}),
    "nested": ({**ANSWERS, "warmth": {"level": {"level": {"level": 3}}}}, {"warmth"}),
    "evidence no text": ({**ANSWERS, "warmth": {"level": 3, "evidence": {"a": 1}}}, {"warmth"}),
    "evidence too long": (
        {**ANSWERS, "warmth": {"level": 3, "evidence": "ក" * 50_000}},
        {"warmth"},
    ),
    "key of a thousand letters": ({**ANSWERS, "ក" * 1000: 1}, {""}),
    "no key": ({**ANSWERS, "": 1}, {""}),
    "odd keys": ({**ANSWERS, "__proto__": 1, "a b": 2}, {"__proto__", ""}),
    "list of answers": ([ANSWERS], {""}),
    "text for answers": ("ចម្លើយ", {""}),
    "number for answers": (7, {""}),
}


@pytest.mark.parametrize("language", ["km", "en"])
def test_answers_that_do_not_fit_are_told_by_question(mentor, address, body, language):
    mentor.headers["Accept-Language"] = language
    for name, (answers, codes) in WRONG.items():
        told = problem(mentor.put(address, {**body, "answers": answers}), 422)
        assert set(told["errors"]) == codes, name
        for message in (m for messages in told["errors"].values() for m in messages):
            assert is_khmer(message) == (language == "km"), message
    assert not Submission.objects.exists()


def test_duplicate_keys_store_the_last(mentor, address, session):
    raw = (
        f'{{"form":"observation","version":1,"language":"km","session":"{session.pk}",'
        '"answers":{"clarity":{"level":1},"clarity":{"level":3},"questions":{"level":2},'
        '"warmth":{"level":4},"rules":{"na":true}}}'
    )
    assert mentor.put(address, raw=raw.encode()).status_code == 201
    assert mentor.get(address).json()["answers"]["clarity"] == {"level": 3}


FIELDS: dict[str, list[Any]] = {
    "form": [None, True, [], {}, "a b", "ទម្រង់", "a" * 500, ""],
    "version": [None, 0, -1, 1.5, "x", [], {}, 2**31, 2**63, 2**70],
    "language": [None, "fr", "KM", [], {}, 5, ""],
    "session": [None, "x", [], {}, -5, "0" * 500],
    "started_at": ["yesterday", 5, [], {}, "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z"],
    "finished_at": [
        "yesterday",
        5,
        [],
        "9999-12-31T23:59:59-14:00",
        "1" * 1000,
        "1111-11-11T11:11:11Z",
    ],
    "base_revision": [0, -1, "x", [], {}, 1.5, 2**31, 2**64],
}


def test_fields_that_do_not_fit_are_told_by_name(mentor, address, body):
    for name, values in FIELDS.items():
        for value in values:
            told = problem(mentor.put(address, {**body, name: value}), 400)
            assert list(told["errors"]) == [name], (name, value)
            assert all(is_khmer(message) for message in told["errors"][name])
    for name in ("form", "version", "language", "session", "answers"):
        short = {key: value for key, value in body.items() if key != name}
        assert list(problem(mentor.put(address, short), 400)["errors"]) == [name]
    assert not Submission.objects.exists()


def test_answers_of_null_are_told(mentor, address, body):
    assert list(problem(mentor.put(address, {**body, "answers": None}), 400)["errors"]) == [
        "answers"
    ]


@pytest.mark.parametrize("finished", ["1970-01-01T00:00:00Z", "2199-01-01T00:00:00Z"])
def test_clock_of_a_phone_that_is_wrong_loses_nothing(mentor, address, body, finished):
    assert mentor.put(address, {**body, "finished_at": finished}).status_code == 201


def test_clock_set_back_between_start_and_end_loses_nothing(mentor, address, body):
    now = timezone.now()
    body |= {
        "started_at": now.isoformat(),
        "finished_at": (now - datetime.timedelta(hours=1)).isoformat(),
    }
    response = mentor.put(address, body)
    assert (response.status_code, response.json()["started_at"]) == (201, None)


def test_unknown_session_version_and_form_are_not_found(mentor, address, body):
    problem(mentor.put(address, {**body, "session": str(uuid.uuid4())}), 404)
    told = problem(mentor.put(address, {**body, "version": 2}), 404)
    assert told["type"] == "urn:problem:unknown-version" and "/api/v1/forms/" in told["detail"]
    problem(mentor.put(address, {**body, "form": "other"}), 404)


def test_another_form_than_the_session_s_is_told(mentor, address, body, world):
    from tests.factories_mentoring import make_published_form

    make_published_form(code="other")
    told = problem(mentor.put(address, {**body, "form": "other"}), 422)
    assert list(told["errors"]) == [""]


def test_master_mentor_sends_a_record_beside_the_mentors(world, session, mentor, body):
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    first, second = (f"submissions/{uuid.uuid4()}/" for _number in range(2))
    assert mentor.put(first, body).status_code == 201
    assert ApiClient(world.master).put(second, body).status_code == 201


@pytest.mark.parametrize("who", ["mentee", "coordinator"])
def test_who_sees_the_session_but_does_not_observe_it_is_refused(
    world, relationship, session, address, body, who
):
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    problem(ApiClient(getattr(world, who)).put(address, body), 403)
    problem(ApiClient(make_superuser()).put(address, body), 403)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("who", ["leader", "other_mentor", "other_coordinator", "other_mentee"])
def test_who_does_not_see_the_session_finds_none(world, session, address, body, who):
    """The same answer as for a session that does not exist."""
    client = ApiClient(getattr(world, who))
    told = problem(client.put(address, body), 404)
    assert told == problem(client.put(address, {**body, "session": str(uuid.uuid4())}), 404)


def test_id_of_another_is_as_good_as_unknown(world, session):
    """Neither what is stored under it nor its revision is told."""
    accepted = observe(world, session)
    theirs = make_relationship(
        world, mentor=world.other_mentor, mentee=world.other_mentee, by=world.other_coordinator
    )
    own = make_session(world, theirs)
    client = ApiClient(world.other_mentor)
    told = problem(client.put(f"submissions/{accepted.submission.pk}/", body_for(own)), 404)
    assert "current_revision" not in told
    own.refresh_from_db()
    assert own.status == SessionStatus.SCHEDULED


@pytest.fixture
def ended(relationship) -> MentoringRelationship:
    """The relationship ended three days ago, while the mentor's phone had no network."""
    MentoringRelationship.objects.update(
        status="ENDED", end_date=timezone.localdate() - datetime.timedelta(days=3)
    )
    return relationship


def days_ago(days: int) -> str:
    return (timezone.now() - datetime.timedelta(days=days)).isoformat()


def test_record_made_before_the_end_still_arrives(mentor, session, ended, address, body):
    problem(mentor.get(f"sessions/{session.pk}/"), 404)
    body["finished_at"] = days_ago(4)
    assert mentor.put(address, body).status_code == 201
    assert mentor.put(address, body).status_code == 200
    assert Submission.objects.count() == 1
    problem(mentor.get(address), 404)


def test_record_made_after_the_end_is_as_good_as_unknown(mentor, session, ended, address, body):
    for finished_at in (days_ago(1), None):
        problem(mentor.put(address, {**body, "finished_at": finished_at}), 404)
    assert not Submission.objects.exists()


def test_answer_may_be_in_khmer_digits_and_is_cleaned(mentor, address, body):
    body["answers"] = {**ANSWERS, "warmth": {"level": 4, "evidence": "  សិស្ស\u200bសើច  "}}
    told = mentor.put(address, body).json()
    assert told["answers"]["warmth"]["evidence"].strip() == told["answers"]["warmth"]["evidence"]


def test_reading_one_takes_one_query_and_one_for_the_note_of_it(mentor, address, body):
    mentor.put(address, body)
    mentor.get(address)
    assert len(mentor.queries(address)) == 2


def test_reading_points_is_noted_for_the_mentee(world, session):
    """The list tells points too. The sender's own sending, and the mentee's reading, are not."""
    made = make_released_session(world, session.relationship, offset=-2)
    submission = made.fillings.get().pk
    mentee = ApiClient(world.mentee)
    mentee.get(f"submissions/{submission}/")
    mentee.rows("submissions/")
    ApiClient(world.coordinator).get(f"submissions/{submission}/")
    assert not RecordReading.objects.exists()
    mentor = ApiClient(world.mentor)
    mentor.rows("submissions/")
    mentor.get(f"submissions/{submission}/")
    (noted,) = RecordReading.objects.all()
    assert (noted.reader, noted.record, noted.session) == (world.mentor, "DATA", made)
