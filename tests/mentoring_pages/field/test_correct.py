"""A sent observation is put right by the one who sent it, until its feedback is released."""

from __future__ import annotations

import pytest
from django.urls import reverse

from forms_builder.models import RefusedSubmission, Submission
from tests.factories_mentoring import draft, observe, reflect, release

NEW = "គ្រូប្រើរូបភាពបី"


@pytest.fixture
def page(observed):
    return reverse("field:correct", args=[observed.pk])


@pytest.fixture
def result(observed):
    return reverse("field:result", args=[observed.pk])


def answers(**changes) -> dict:
    return {
        "base_revision": "1",
        "clarity": "4",
        "clarity__evidence": NEW,
        "questions": "2",
        "warmth": "4",
        "rules": "na",
        **changes,
    }


def let_the_teacher_read(session) -> None:
    reflect(session)
    draft(session)
    release(session)


def test_result_offers_the_correction_to_its_observer_alone(
    signed_in, world, observed, page, result
):
    assert page in signed_in(world.mentor).get(result).content.decode()
    let_the_teacher_read(observed)
    assert page not in signed_in(world.mentor).get(result).content.decode()
    assert page not in signed_in(world.mentee).get(result).content.decode()


def test_form_opens_with_the_answers_sent_in_their_version(signed_in, world, page):
    stored = Submission.objects.get()
    text = signed_in(world.mentor).get(page).content.decode()
    assert "គ្រូពន្យល់ដោយរូបភាព" in text and 'value="3" checked' in text
    assert f'data-submission="{stored.pk}"' in text and 'data-base-revision="1"' in text
    assert f'data-url="{page}"' in text and 'data-version="1"' in text


def test_correction_takes_the_place_of_the_answers_and_scores(signed_in, world, page, result):
    before = Submission.objects.get()
    response = signed_in(world.mentor).post(page, answers())
    assert response.status_code == 302 and response["Location"] == result
    after = Submission.objects.get()
    assert (after.pk, after.revision) == (before.pk, 2)
    assert after.scores != before.scores
    assert NEW in str(after.answers)


def test_mistake_in_a_correction_keeps_what_was_typed(signed_in, world, page):
    response = signed_in(world.mentor).post(page, answers(questions=""))
    text = response.content.decode()
    assert response.status_code == 422 and NEW in text and f'action="{page}"' in text
    assert Submission.objects.get().revision == 1


def test_correction_of_what_was_corrected_meanwhile_is_kept_beside_it(signed_in, world, page):
    client = signed_in(world.mentor)
    client.post(page, answers())
    response = client.post(page, answers(clarity="1", clarity__evidence="ពាក្យផ្សេង"))
    assert response.status_code == 409 and "ពាក្យផ្សេង" in response.content.decode()
    assert Submission.objects.get().revision == 2
    assert RefusedSubmission.objects.count() == 1


def test_correction_after_the_release_is_refused_and_changes_nothing(
    signed_in, world, observed, page, result
):
    let_the_teacher_read(observed)
    client = signed_in(world.mentor)
    assert client.get(page)["Location"] == result
    response = client.post(page, answers())
    assert response.status_code == 409 and NEW in response.content.decode()
    assert Submission.objects.get().revision == 1


@pytest.mark.parametrize("who", ["mentee", "master", "coordinator", "leader", "other_mentor"])
def test_correction_does_not_exist_for_anybody_else(signed_in, world, page, who):
    client = signed_in(getattr(world, who))
    assert client.get(page).status_code == 404
    assert client.post(page, answers()).status_code == 404
    assert Submission.objects.get().revision == 1


def test_nothing_to_correct_before_anything_is_sent(signed_in, world, session):
    page = reverse("field:correct", args=[session.pk])
    assert signed_in(world.mentor).get(page).status_code == 404
    observe(world, session)
    assert signed_in(world.mentor).get(page).status_code == 200
