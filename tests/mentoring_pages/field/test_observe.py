"""The observation as an ordinary form, and its result."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from forms_builder.actions.publish_version import publish_version
from forms_builder.models import Submission
from tests.factories_mentoring import observe
from tests.forms_builder.samples import rubric

TYPED = "គ្រូពន្យល់ដោយរូបភាព"


@pytest.fixture
def page(session):
    return reverse("field:observe", args=[session.pk])


def answers(**changes) -> dict:
    return {
        "version": "1",
        "submission_id": str(uuid.uuid4()),
        "clarity": "3",
        "clarity__evidence": TYPED,
        "questions": "2",
        "warmth": "4",
        "rules": "na",
        **changes,
    }


def test_form_is_sent_and_leads_to_the_result(signed_in, world, session, page):
    response = signed_in(world.mentor).post(page, answers())
    assert response.status_code == 302
    assert response["Location"] == reverse("field:result", args=[session.pk])
    stored = Submission.objects.get()
    assert stored.submitted_by == world.mentor and stored.scores["form"]["answered"] == 3
    session.refresh_from_db()
    assert session.status == "COMPLETED"


def test_mistake_keeps_what_was_typed_and_names_the_question(signed_in, world, page):
    response = signed_in(world.mentor).post(page, answers(questions=""))
    text = response.content.decode()
    assert response.status_code == 422
    assert TYPED in text and 'href="#id_questions"' in text
    assert 'value="3" checked' in text
    assert Submission.objects.count() == 0


def test_sending_twice_stores_once(signed_in, world, page):
    client, sent = signed_in(world.mentor), answers()
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 302
    assert Submission.objects.count() == 1


def test_second_record_is_refused_and_its_words_stay_on_the_screen(signed_in, world, page):
    client = signed_in(world.mentor)
    client.post(page, answers())
    response = client.post(page, answers(clarity__evidence="ពាក្យផ្សេង"))
    assert response.status_code == 409
    assert "ពាក្យផ្សេង" in response.content.decode()
    assert Submission.objects.count() == 1


def test_older_version_is_shown_and_accepted(signed_in, world, page):
    form = world.form
    form.body = [*form.body.raw_data, rubric("voice", "សំឡេង")]
    form.save()
    publish_version(form=form, at=timezone.now())
    client = signed_in(world.mentor)
    assert 'data-version="2"' in client.get(page).content.decode()
    old = client.get(page, {"version": "1"}).content.decode()
    assert 'data-version="1"' in old and 'data-question="voice"' not in old
    assert client.post(page, answers()).status_code == 302
    assert Submission.objects.get().version.number == 1


@pytest.mark.parametrize("version", ["7", "១", "-1", "x" * 5000, "99999999999999999999"])
def test_unknown_version_is_no_server_error(signed_in, world, page, version):
    assert signed_in(world.mentor).get(page, {"version": version}).status_code in (200, 404)


@pytest.mark.parametrize(
    "changes",
    [
        {"submission_id": "no"},
        {"started_at": "yesterday"},
        {"started_at": "2026-13-45T00:00:00Z"},
        {"started_at": "9999-01-01T00:00:00Z"},
        {"started_at": "2026-01-01T00:00:00"},
    ],
)
def test_odd_hidden_fields_do_no_harm(signed_in, world, page, changes):
    assert signed_in(world.mentor).post(page, answers(**changes)).status_code == 302


def test_observed_visit_opens_its_result(signed_in, world, session, page):
    observe(world, session)
    response = signed_in(world.mentor).get(page)
    assert response["Location"] == reverse("field:result", args=[session.pk])


def test_visit_without_a_form_says_whom_to_ask(signed_in, world, session, page):
    session.form = None
    session.save()
    response = signed_in(world.mentor).get(page)
    assert response["Location"] == reverse("field:session", args=[session.pk])


def test_visit_whose_form_is_for_something_else_now_says_whom_to_ask(
    signed_in, world, session, page
):
    world.form.purposes = ["SURVEY"]
    world.form.save()
    publish_version(form=world.form, at=timezone.now())
    mentor = signed_in(world.mentor)
    assert mentor.get(page)["Location"] == reverse("field:session", args=[session.pk])
    assert mentor.get(page + "?version=1").status_code == 200  # a draft may wait on the phone


def test_page_carries_what_the_phone_needs(signed_in, world, session, page):
    text = signed_in(world.mentor).get(page).content.decode()
    for fact in (
        f'data-user="{world.mentor.pk}"',
        f'data-session="{session.pk}"',
        'data-form="observation"',
        'data-version="1"',
        'data-send-url="/api/v1/submissions/"',
    ):
        assert fact in text
    assert "<script>" not in text and "onclick" not in text and "style=" not in text


def test_result_shows_points_with_what_they_are_out_of(signed_in, world, session):
    observe(world, session)
    text = signed_in(world.mentor).get(reverse("field:result", args=[session.pk]))
    assert "១១" in text.content.decode() and "១៦" in text.content.decode()
    assert reverse("field:feedback", args=[session.pk]) not in text.content.decode()
