"""Feedback that saves face: the teacher first, a draft, a preview, a release, an answer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mentoring.models import ActionItem, Feedback, Reflection
from tests.factories_mentoring import (
    FOCUS,
    STRENGTHS,
    draft,
    make_released_session,
    reflect,
    release,
)

STEP = "រៀបចំសំណួរបើកបី"


@pytest.fixture
def page(observed):
    return reverse("field:feedback", args=[observed.pk])


@pytest.fixture
def reflected(observed):
    reflect(observed, went_well="សិស្សហ៊ានសួរ។")
    return observed


def typed(world, **changes) -> dict:
    return {
        "strengths": STRENGTHS,
        "focus": FOCUS,
        "base_revision": "0",
        "rows": "3",
        "step0-what": STEP,
        "step0-who": str(world.mentee.pk),
        "step0-due_date": "១៥/១២/២០២៦",
        **changes,
    }


def test_feedback_is_closed_until_the_teacher_has_spoken(signed_in, world, page, observed):
    client = signed_in(world.mentor)
    text = client.get(page).content.decode()
    assert "<textarea" not in text
    assert client.post(page, typed(world)).status_code == 409
    assert Feedback.objects.count() == 0

    reflect(observed, passed=True, went_well="")
    assert "<textarea" in client.get(page).content.decode()


def test_teachers_words_stand_before_the_form(signed_in, world, page, reflected):
    text = signed_in(world.mentor).get(page).content.decode()
    assert text.index("សិស្សហ៊ានសួរ។") < text.index('name="strengths"')


def test_draft_is_saved_with_its_steps(signed_in, world, page, reflected):
    response = signed_in(world.mentor).post(page, typed(world, save="1"))
    assert response["Location"] == page
    feedback = Feedback.objects.get()
    assert (feedback.strengths, feedback.focus) == (STRENGTHS, FOCUS)
    item = ActionItem.objects.get()
    assert (item.what, item.who, item.due_date.isoformat()) == (STEP, world.mentee, "2026-12-15")


def test_mistake_keeps_what_was_typed(signed_in, world, page, reflected):
    response = signed_in(world.mentor).post(page, typed(world, **{"step0-due_date": "ស្អែក"}))
    text = response.content.decode()
    assert response.status_code == 422
    assert STRENGTHS in text and STEP in text and "ស្អែក" in text
    assert 'href="#id_step0-due_date"' in text
    assert "data-unsaved" in text
    assert Feedback.objects.count() == 0


def test_another_row_is_added_without_losing_a_word(signed_in, world, page, reflected):
    response = signed_in(world.mentor).post(page, typed(world, more="1"))
    text = response.content.decode()
    assert STRENGTHS in text and STEP in text and "១៥/១២/២០២៦" in text
    assert 'name="step3-what"' in text
    assert Feedback.objects.count() == 0


def test_stale_edit_shows_both_versions(signed_in, world, page, reflected):
    draft(reflected, strengths="អត្ថបទពីផ្ទាំងផ្សេង។")
    client = signed_in(world.mentor)
    response = client.post(page, typed(world))
    text = response.content.decode()
    assert response.status_code == 409
    assert "អត្ថបទពីផ្ទាំងផ្សេង។" in text and STRENGTHS in text
    assert Feedback.objects.get().strengths == "អត្ថបទពីផ្ទាំងផ្សេង។"

    # Having seen both, the mentor saves again.
    assert 'name="base_revision" value="1"' in text
    assert client.post(page, typed(world, base_revision="1")).status_code == 302
    assert Feedback.objects.get().strengths == STRENGTHS


def test_preview_shows_the_letter_and_releases_it(signed_in, world, page, reflected):
    client = signed_in(world.mentor)
    response = client.post(page, typed(world, preview="1"))
    preview = reverse("field:preview", args=[reflected.pk])
    assert response["Location"] == preview
    assert STRENGTHS in client.get(preview).content.decode()
    response = client.post(preview, {"base_revision": "1"})
    assert response["Location"] == reverse("field:letter", args=[reflected.pk])
    assert Feedback.objects.get().status == "RELEASED"
    assert client.get(page)["Location"] == reverse("field:letter", args=[reflected.pk])


def test_preview_shows_the_steps_that_release_carries_over(
    signed_in, world, relationship, page, reflected
):
    earlier = make_released_session(world, relationship, offset=-9)
    ActionItem.objects.filter(session=earlier).update(what="អានរឿងខ្លីជាមួយសិស្ស")
    client = signed_in(world.mentor)
    client.post(page, typed(world, preview="1"))
    preview = client.get(reverse("field:preview", args=[reflected.pk])).content.decode()
    client.post(reverse("field:preview", args=[reflected.pk]), {"base_revision": "1"})
    letter = client.get(reverse("field:letter", args=[reflected.pk])).content.decode()
    for text in (preview, letter):
        assert text.index(STEP) < text.index("អានរឿងខ្លីជាមួយសិស្ស")


def test_half_a_letter_is_not_released(signed_in, world, page, reflected):
    client = signed_in(world.mentor)
    client.post(page, typed(world, focus=""))
    response = client.post(reverse("field:preview", args=[reflected.pk]), {"base_revision": "1"})
    assert response.status_code == 422
    assert Feedback.objects.get().status == "DRAFT"


def test_letter_changed_elsewhere_is_not_released_unseen(signed_in, world, page, reflected):
    draft(reflected)
    draft(reflected, strengths="អត្ថបទថ្មី។")
    preview = reverse("field:preview", args=[reflected.pk])
    response = signed_in(world.mentor).post(preview, {"base_revision": "1"})
    assert response.status_code == 409
    assert "អត្ថបទថ្មី។" in response.content.decode()
    assert Feedback.objects.get().status == "DRAFT"


def test_step_for_a_stranger_is_refused(signed_in, world, page, reflected):
    stranger = {"step0-who": str(world.other_mentee.pk)}
    response = signed_in(world.mentor).post(page, typed(world, **stranger))
    assert response.status_code == 422
    assert ActionItem.objects.count() == 0


def test_teacher_reflects(signed_in, world, observed):
    page = reverse("field:reflect", args=[observed.pk])
    client = signed_in(world.mentee)
    assert client.post(page, {"went_well": "", "try_next": ""}).status_code == 422
    response = client.post(page, {"went_well": "សិស្សរីករាយ", "try_next": ""})
    assert response.status_code == 302
    assert response.cookies["field_stored"].value == f"reflection-{observed.pk}"
    assert Reflection.objects.get().went_well == "សិស្សរីករាយ"


def test_teacher_may_pass(signed_in, world, observed):
    page = reverse("field:reflect", args=[observed.pk])
    signed_in(world.mentee).post(page, {"went_well": "", "try_next": "", "passed": "1"})
    assert Reflection.objects.get().passed


def test_too_long_words_come_back_whole(signed_in, world, observed):
    page = reverse("field:reflect", args=[observed.pk])
    words = "សិស្ស" * 3000
    response = signed_in(world.mentee).post(page, {"went_well": words})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_teacher_reads_and_answers(signed_in, world, reflected):
    draft(reflected)
    release(reflected)
    page = reverse("field:letter", args=[reflected.pk])
    client = signed_in(world.mentee)
    assert STRENGTHS in client.get(page).content.decode()
    assert client.post(page, {"reply": "សូមអរគុណ។"}).status_code == 302
    feedback = Feedback.objects.get()
    assert (feedback.status, feedback.mentee_reply) == ("ACKNOWLEDGED", "សូមអរគុណ។")
    assert "សូមអរគុណ។" in signed_in(world.mentor).get(page).content.decode()
    assert signed_in(world.mentor).post(page, {"reply": "x"}).status_code == 404


def test_agreed_step_is_finished(signed_in, world, reflected):
    draft(reflected)
    release(reflected)
    item = ActionItem.objects.get()
    page = reverse("field:finish_item", args=[item.pk])
    assert signed_in(world.other_mentee).post(page).status_code == 404
    response = signed_in(world.mentee).post(page, {"next": "https://elsewhere.example/"})
    assert response["Location"] == reverse("field:letter", args=[reflected.pk])
    item.refresh_from_db()
    assert item.status == "DONE"
