"""PUT and GET of files that are answers: once, judged by their bytes, for those who may see."""

from __future__ import annotations

import uuid

import pytest

from forms_builder.actions.publish_version import publish_version
from forms_builder.models import Attachment
from mentoring.models import RecordReading
from tests.api.client import ApiClient, problem
from tests.factories_mentoring import draft, make_session, now, reflect, release
from tests.forms_builder.file_samples import NOT_TAKEN, TAKEN, WEBM, bomb, photo
from tests.forms_builder.samples import block, make_form

PDF = TAKEN["application/pdf"]


@pytest.fixture
def session(world, relationship):
    world.form = make_form(
        [
            block("photo", "board", label="ក្តារខៀន", maximum=2, required=False),
            block("file", "plan", label="កិច្ចតែង", required=False),
        ],
        code="files",
    )
    world.version = publish_version(form=world.form, at=now())
    return make_session(world, relationship)


@pytest.fixture
def submission() -> str:
    return str(uuid.uuid4())


def address(submission, file=None) -> str:
    return f"submissions/{submission}/files/{file or uuid.uuid4()}/"


def put(client, path, content, type="application/octet-stream"):
    return client.put(path, raw=content, Content_Type=type)


def send(client, session, submission, answers):
    body = {"form": "files", "version": 1, "language": "km", "session": str(session.pk)}
    return client.put(f"submissions/{submission}/", {**body, "answers": answers})


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


def test_file_is_stored_once_and_told_back(mentor, submission):
    path = address(submission)
    first, second = put(mentor, path, PDF, "application/pdf"), put(mentor, path, PDF)
    assert (first.status_code, second.status_code) == (201, 200)
    told = first.json()
    assert told == second.json()
    assert told["id"] in path
    assert (told["submission"], told["content_type"]) == (submission, "application/pdf")
    assert told["size"] == len(PDF)
    assert Attachment.objects.count() == 1


def test_file_is_served_as_a_download_that_no_browser_opens(mentor, submission):
    path = address(submission)
    put(mentor, path, PDF)
    response = mentor.get(path)
    assert content_of(response) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


def test_part_of_a_file_is_served(mentor, submission):
    path = address(submission)
    put(mentor, path, WEBM)
    for asked, expected in (
        ("bytes=2-5", WEBM[2:6]),
        ("bytes=10-", WEBM[10:]),
        ("bytes=-4", WEBM[-4:]),
    ):
        response = mentor.get(path, Range=asked)
        assert (response.status_code, content_of(response)) == (206, expected)
    assert response["Content-Range"] == f"bytes {len(WEBM) - 4}-{len(WEBM) - 1}/{len(WEBM)}"
    for senseless in ("bytes=9999-", "bytes=-", "bytes=5-2", "pages=1-2", "bytes=1-2,4-5"):
        response = mentor.get(path, Range=senseless)
        assert (response.status_code, content_of(response)) == (200, WEBM)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (photo(size=(400, 400))[:700], 422),
        (bomb(), 413),
        (PDF + b"\0" * 20_000_000, 413),
        (PDF + b"\0" * 10_000_000, 413),
        *[(content, 415) for content in NOT_TAKEN.values()],
    ],
    ids=["empty", "broken", "bomb", "large", "above the limit", *NOT_TAKEN],
)
def test_what_is_not_taken_gets_a_problem_with_words(mentor, submission, content, status):
    told = problem(put(mentor, address(submission), content, "image/jpeg"), status)
    assert told["detail"]
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    "type", ["text/html", "multipart/form-data; boundary=x", "application/json", "nonsense", ""]
)
def test_header_of_the_type_does_not_matter(mentor, submission, type):
    assert put(mentor, address(submission), photo(), type).status_code == 201
    assert Attachment.objects.get().content_type == "image/jpeg"


def test_other_bytes_under_the_same_id_are_a_conflict(mentor, submission):
    path = address(submission)
    put(mentor, path, PDF)
    told = problem(put(mentor, path, photo()), 409)
    assert told["type"] == "urn:problem:conflict"
    file_id = path.split("/")[3]
    problem(put(mentor, address(uuid.uuid4(), file_id), PDF), 409)


def test_file_of_somebody_else_is_as_good_as_unknown(world, mentor, submission):
    path = address(submission)
    put(mentor, path, PDF)
    for person in (world.other_mentor, world.mentee, world.coordinator, world.leader):
        other = ApiClient(person)
        problem(other.get(path), 404)
        problem(put(other, path, PDF), 404)
    problem(ApiClient().get(path), 401)
    problem(put(ApiClient(), path, PDF), 401)


def test_record_names_its_files_and_they_are_seen_as_it_is(world, mentor, session, submission):
    path = address(submission)
    file_id = put(mentor, path, photo()).json()["id"]
    answers = {"board": [{"file": file_id, "name": "ក្តារ.jpg"}]}
    assert send(mentor, session, submission, answers).status_code == 201
    assert mentor.get(f"submissions/{submission}/").json()["answers"] == answers

    mentee = ApiClient(world.mentee)
    problem(mentee.get(path), 404)
    reflect(session)
    draft(session)
    release(session)
    RecordReading.objects.all().delete()
    assert mentee.get(path).status_code == 200
    assert mentor.get(path).status_code == 200
    assert RecordReading.objects.filter(reader=world.mentor).exists()
    problem(ApiClient(world.coordinator).get(path), 404)
    problem(ApiClient(world.other_mentor).get(path), 404)


def test_record_before_its_file_is_told_what_to_do(mentor, session, submission):
    missing = {"board": [{"file": str(uuid.uuid4()), "name": ""}]}
    told = problem(send(mentor, session, submission, missing), 422)
    assert list(told["errors"]) == ["board"]


def test_file_for_the_record_of_somebody_else_is_refused(world, mentor, session, submission):
    assert send(mentor, session, submission, {}).status_code == 201
    problem(put(ApiClient(world.other_mentor), address(submission), PDF), 404)
