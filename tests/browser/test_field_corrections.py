"""A mentor puts a sent observation right on the phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forms_builder.models import Submission
from tests.browser.scene import EVIDENCE, choose, go_next, saved, send
from tests.factories_mentoring import draft, observe, reflect, release


@pytest.fixture
def correct_path(scene) -> str:
    observe(
        scene.world,
        scene.session,
        version=scene.version,
        by=scene.mentor,
        answers={
            "subject": "khmer",
            "students": 30,
            "clarity": {"level": 3, "evidence": EVIDENCE},
            "questions": {"level": 2},
        },
    )
    return f"/m/sessions/{scene.session.pk}/correct/"


def correct_students(page) -> None:
    page.fill("#id_students", "២៩")
    go_next(page)
    go_next(page)
    expect(page.locator("[data-review]")).to_be_visible()
    saved(page)


def test_sent_observation_is_corrected_offline_and_arrives(phone, scene, correct_path):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.result_path)
    phone.page.locator(f"a[href='{correct_path}']").click()
    expect(phone.page.locator("#id_students")).to_have_value("30")
    phone.go_offline()
    correct_students(phone.page)
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    assert Submission.objects.get().revision == 1
    phone.go_online()
    phone.page.wait_for_url(f"**{scene.result_path}")
    stored = Submission.objects.get()
    assert stored.revision == 2
    assert 29 in stored.answers.values() and EVIDENCE in str(stored.answers)
    assert phone.rows("outbox") == [] and phone.rows("drafts") == []
    assert phone.errors == []


def test_correction_that_comes_after_the_release_is_refused_and_stays_on_the_phone(
    phone, scene, correct_path
):
    phone.sign_in(scene.mentor)
    phone.page.goto(correct_path)
    go_next(phone.page)
    choose(phone.page, "clarity", "4")
    go_next(phone.page)
    saved(phone.page)
    scene.session.refresh_from_db()
    reflect(scene.session)
    draft(scene.session)
    release(scene.session)
    send(phone.page)
    phone.eventually(lambda: [row["state"] for row in phone.rows("outbox")] == ["REFUSED"])
    assert Submission.objects.get().revision == 1
    phone.page.goto("/m/outbox/")
    waiting = phone.page.locator("[data-outbox-list] .outbox-item")
    expect(waiting.locator("[data-detail]")).not_to_be_empty()
    expect(waiting.locator("[data-do='save']")).to_have_count(1)
    phone.page.goto(correct_path)
    phone.page.wait_for_url(f"**{scene.result_path}")
