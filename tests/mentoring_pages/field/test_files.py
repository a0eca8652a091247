"""Files on the pages of the field app: shown with the record, served to those who may see it."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms_builder.actions.publish_version import publish_version
from forms_builder.actions.receive_file import receive_file
from forms_builder.models import Attachment, Submission
from mentoring.models import RecordReading
from tests.factories_mentoring import (
    draft,
    make_relationship,
    make_session,
    make_world,
    now,
    observe,
    reflect,
    release,
)
from tests.forms_builder.file_samples import TAKEN, WEBM, photo
from tests.forms_builder.samples import block, make_form

pytestmark = pytest.mark.django_db
STROKES = [[10, 20, 30, 40]]


@pytest.fixture
def world():
    made = make_world()
    made.form = make_form(
        [
            block("photo", "board", label="ក្តារខៀន", maximum=2, required=False),
            block("audio", "reading", label="ការអាន", minutes=5, required=False),
            block("file", "plan", label="កិច្ចតែង", required=False),
            block("signature", "signed", label="ហត្ថលេខា"),
        ],
        code="media",
    )
    made.version = publish_version(form=made.form, at=now())
    return made


@pytest.fixture
def session(world):
    return make_session(world, make_relationship(world))


@pytest.fixture
def observed(world, session):
    """The record with a file of every sort. Returns their ids by question."""
    id = uuid.uuid4()
    contents = {"board": photo(), "reading": WEBM, "plan": TAKEN["application/pdf"]}
    stored = {
        code: receive_file(
            id=uuid.uuid4(), submission_id=id, content=content, by=world.mentor, at=timezone.now()
        ).attachment
        for code, content in contents.items()
    }
    named = {code: {"file": str(one.pk), "name": "ឯកសារ"} for code, one in stored.items()}
    observe(
        world,
        session,
        id=id,
        answers={**named, "board": [named["board"]], "signed": {"strokes": STROKES}},
    )
    return stored


def shown(client, user, address) -> str:
    client.force_login(user, backend="people.backends.NameMailPhoneBackend")
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def assert_all_there(html, observed) -> None:
    for one in observed.values():
        assert f"/m/files/{one.pk}/" in html
    assert "<audio controls" in html and "<img class" in html
    assert 'd="M10 20L30 40"' in html and 'role="img"' in html
    assert "ក្តារខៀន" in html


def test_result_shows_files_with_words_for_them(client, world, session, observed):
    html = shown(client, world.mentor, f"/m/sessions/{session.pk}/result/")
    assert_all_there(html, observed)


def test_letter_shows_files_of_the_lesson(client, world, session, observed):
    reflect(session)
    draft(session)
    release(session)
    assert_all_there(shown(client, world.mentee, f"/m/sessions/{session.pk}/letter/"), observed)


def test_file_is_for_those_who_may_see_the_record(client, world, session, observed):
    address = f"/m/files/{observed['board'].pk}/"
    assert client.get(address).status_code == 302
    for user, status in (
        (world.mentor, 200),
        (world.mentee, 404),
        (world.coordinator, 404),
        (world.other_mentor, 404),
    ):
        client.force_login(user, backend="people.backends.NameMailPhoneBackend")
        assert client.get(address).status_code == status
    assert client.get(f"/m/files/{uuid.uuid4()}/").status_code == 404


def test_file_is_no_page_and_stays_in_no_cache(client, world, observed):
    client.force_login(world.mentor, backend="people.backends.NameMailPhoneBackend")
    response = client.get(f"/m/files/{observed['plan'].pk}/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_looking_at_a_file_is_noted_for_the_mentee(client, world, session, observed):
    client.force_login(world.mentor, backend="people.backends.NameMailPhoneBackend")
    RecordReading.objects.all().delete()
    client.get(f"/m/files/{observed['board'].pk}/")
    assert RecordReading.objects.filter(session=session, reader=world.mentor).count() == 1


def test_file_that_is_gone_from_the_disk_is_not_found(client, world, observed):
    stored = observed["plan"]
    stored.file.storage.delete(stored.file.name)
    client.force_login(world.mentor, backend="people.backends.NameMailPhoneBackend")
    assert client.get(f"/m/files/{stored.pk}/").status_code == 404


def test_form_keeps_chosen_files_while_another_answer_is_mended(client, world, session):
    address = f"/m/sessions/{session.pk}/observe/"
    client.force_login(world.mentor, backend="people.backends.NameMailPhoneBackend")
    posted = {
        "submission_id": str(uuid.uuid4()),
        "board__file": SimpleUploadedFile("ក្តារ.jpg", photo()),
        "plan__file": SimpleUploadedFile("ផែនការ.pdf", b"<html>"),
    }
    response = client.post(address, posted)
    html = response.content.decode()
    assert response.status_code == 422
    kept = Attachment.objects.get()
    assert str(kept.pk) in html and "ក្តារ.jpg" in html
    assert "id_plan" in html and Submission.objects.count() == 0

    named = f'[{{"file": "{kept.pk}", "name": "ក្តារ.jpg"}}]'
    again = {"submission_id": posted["submission_id"], "board": named, "signed__name": "សុខ"}
    assert client.post(address, again).status_code == 302
    kept.refresh_from_db()
    assert str(kept.submission_id) == posted["submission_id"]
