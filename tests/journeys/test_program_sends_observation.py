"""Other software with a token finds a session, sends its record twice and finds it once."""

from __future__ import annotations

import datetime
import uuid


def test_program_reads_filters_and_sends_once(program):
    api = program("mentor2")

    # Who am I, and where is everything?
    start = api.get("").body
    assert {"me", "sessions", "submissions", "forms", "schema", "docs"} <= set(start)
    me = api.get("me/").body
    assert [role["role"] for role in me["roles"]] == ["MENTOR"]
    assert api.get("schema/?format=json").body["openapi"] == "3.1.0"

    # The relationships in scope, and a planned observation among their sessions.
    relationships = api.get("relationships/?status=ACTIVE").body["results"]
    assert relationships and all(row["mentor"]["id"] == me["id"] for row in relationships)
    planned = api.get("sessions/?status=SCHEDULED&session_type=CLASSROOM_OBSERVATION&page_size=1")
    session = planned.body["results"][0]
    assert session["relationship"] in {row["id"] for row in relationships}
    assert api.get(f"sessions/{session['id']}/").body["status"] == "SCHEDULED"

    # The form as it is published now, read once and held by its ETag.
    form = api.get(f"forms/{session['form']}/")
    again = api.get(f"forms/{session['form']}/", If_None_Match=form.headers["etag"])
    assert (form.status, again.status, again.body) == (200, 304, None)
    assert {"km", "en"} <= set(form.body["texts"])

    # An earlier record shows what answers look like; this one is of another lesson.
    earlier = api.get(f"submissions/?form={session['form']}").body["results"][0]
    answers = api.get(f"submissions/{earlier['id']}/").body["answers"]
    rubrics = [code for code, answer in answers.items() if isinstance(answer, dict)]
    answers[rubrics[0]] = {**answers[rubrics[0]], "evidence": "សិស្សសួរសំណួរបីដង។"}
    now = datetime.datetime.now(datetime.UTC)
    record = {
        "form": session["form"],
        "version": earlier["version"],
        "language": "km",
        "session": session["id"],
        "answers": answers,
        "started_at": (now - datetime.timedelta(minutes=45)).isoformat(),
        "finished_at": now.isoformat(),
    }
    address = f"submissions/{uuid.uuid4()}/"

    # Something is wrong with it: said by question, in the language of the reader.
    wrong = api.put(address, {**record, "answers": {**answers, rubrics[0]: {"level": 99}}})
    assert wrong.status == 422
    assert wrong.headers["content-type"] == "application/problem+json"
    assert list(wrong.body["errors"]) == [rubrics[0]]

    # Sent, and sent again since the answer was lost on the way.
    first, second = api.put(address, record), api.put(address, record)
    assert (first.status, second.status) == (201, 200)
    assert first.body == second.body
    assert first.body["answers"][rubrics[0]]["evidence"] == "សិស្សសួរសំណួរបីដង។"

    # Found once; and other answers under the same id do not take its place.
    found = api.get(f"submissions/?session={session['id']}").body["results"]
    assert [row["id"] for row in found] == [first.body["id"]]
    assert found[0]["score"] == first.body["score"]
    answers[rubrics[0]] = {**answers[rubrics[0]], "evidence": "ផ្សេង"}
    conflict = api.put(address, {**record, "answers": answers})
    assert (conflict.status, conflict.body["current_revision"]) == (409, 1)
    correction = api.put(address, {**record, "answers": answers, "base_revision": 1})
    assert (correction.status, correction.body["revision"]) == (200, 2)
    assert api.get(f"sessions/{session['id']}/").body["status"] == "COMPLETED"


def test_program_of_another_district_finds_nothing_of_it(program):
    theirs = program("mentor2").get("sessions/").body["results"]
    api = program("mentor")
    assert theirs
    for row in theirs:
        assert api.get(f"sessions/{row['id']}/").status == 404
    pair = next(row["relationship"] for row in theirs if row["relationship"])
    group = next(row["group"] for row in theirs if row["group"])
    for whose in (f"relationship={pair}", f"group={group}"):
        assert api.get(f"sessions/?{whose}").body["results"] == []


def test_program_without_a_good_token_is_told_so(program, system):
    stranger = type(program("mentor"))(system, "0" * 64)
    answer = stranger.get("me/")
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Token")
