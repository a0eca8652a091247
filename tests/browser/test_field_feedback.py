"""The feedback letter: what the mentor types survives a lost signal and an expired sign-in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mentoring.models import ActionItem, Feedback
from tests.factories_mentoring import observe, reflect

WORDS = "អ្នកគ្រូហៅសិស្សតាមឈ្មោះ ហើយនិយាយទន់ភ្លន់។"


@pytest.fixture
def letter_path(scene) -> str:
    observe(
        scene.world,
        scene.session,
        version=scene.version,
        by=scene.mentor,
        answers={
            "subject": "khmer",
            "students": 30,
            "clarity": {"level": 3},
            "questions": {"level": 2},
        },
    )
    scene.session.refresh_from_db()
    reflect(scene.session)
    return f"/m/sessions/{scene.session.pk}/feedback/"


def kept(phone) -> None:
    expect(phone.page.locator("form[data-keep] [data-saved]")).to_contain_text(":")


def test_words_survive_a_reload(phone, scene, letter_path):
    phone.sign_in(scene.mentor)
    phone.page.goto(letter_path)
    phone.page.fill("#id_strengths", WORDS)
    phone.page.fill("#id_step0-what", "សរសេរវត្ថុបំណងលើក្តារខៀន")
    kept(phone)
    phone.page.reload()
    expect(phone.page.locator("#id_strengths")).to_have_value(WORDS)
    expect(phone.page.locator("[data-restored]")).to_be_visible()
    assert Feedback.objects.count() == 0


def test_words_survive_sending_without_a_signal(phone, scene, letter_path):
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.page.goto(letter_path)
    phone.page.fill("#id_strengths", WORDS)
    kept(phone)
    phone.go_offline()
    phone.page.locator("[name=save]").click()
    expect(phone.page.locator("#id_strengths")).to_have_count(0)
    phone.go_online()
    phone.page.goto(letter_path)
    expect(phone.page.locator("#id_strengths")).to_have_value(WORDS)
    phone.page.locator("[name=save]").click()
    expect(phone.page.locator(".toast--success")).to_be_visible()
    assert Feedback.objects.get().strengths == WORDS
    phone.page.wait_for_timeout(300)
    assert phone.rows("drafts") == []


def test_words_survive_an_expired_sign_in(phone, scene, letter_path):
    phone.sign_in(scene.mentor)
    phone.page.goto(letter_path)
    phone.page.fill("#id_strengths", WORDS)
    kept(phone)
    phone.lose_session()
    phone.page.locator("[name=save]").click()
    phone.page.wait_for_url("**/sign-in/**")
    phone.sign_in(scene.mentor)
    phone.page.goto(letter_path)
    expect(phone.page.locator("#id_strengths")).to_have_value(WORDS)


def test_saved_words_of_the_server_can_be_taken_instead(phone, scene, letter_path):
    phone.sign_in(scene.mentor)
    phone.page.goto(letter_path)
    phone.page.fill("#id_strengths", WORDS)
    kept(phone)
    phone.page.reload()
    phone.page.locator("[data-restored] button").click()
    expect(phone.page.locator("#id_strengths")).to_have_value("")
    phone.page.reload()
    expect(phone.page.locator("#id_strengths")).to_have_value("")


def test_letter_goes_from_draft_to_preview_to_the_teacher(phone, phones, scene, letter_path):
    phone.sign_in(scene.mentor)
    phone.page.goto(letter_path)
    phone.page.fill("#id_strengths", WORDS)
    phone.page.fill("#id_focus", "សួរសំណួរបើកឱ្យបានច្រើនជាងមុន។")
    phone.page.fill("#id_step0-what", "រៀបចំសំណួរបើកបី")
    phone.page.fill("#id_step0-due_date", "១៥/១២/២០២៦")
    phone.page.locator("[name=preview]").click()
    phone.page.wait_for_url("**/feedback/preview/")
    expect(phone.page.locator(".letter")).to_contain_text(WORDS)
    phone.page.locator(".field-page form button").click()
    phone.page.wait_for_url("**/letter/")
    item = ActionItem.objects.get()
    assert item.due_date.isoformat() == "2026-12-15" and item.who == scene.mentee

    theirs = phones().sign_in(scene.mentee)
    theirs.page.locator(".next-step a").click()
    theirs.page.wait_for_url("**/letter/")
    expect(theirs.page.locator(".letter")).to_contain_text(WORDS)
    theirs.page.fill("#id_reply", "សូមអរគុណលោកគ្រូ។")
    theirs.page.locator("form[data-keep] button.button").last.click()
    expect(theirs.page.locator(".toast--success")).to_be_visible()
    assert Feedback.objects.get().mentee_reply == "សូមអរគុណលោកគ្រូ។"
