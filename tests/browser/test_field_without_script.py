"""The same work without JavaScript: one long page and an ordinary form."""

from __future__ import annotations

from playwright.sync_api import expect

from forms_builder.models import Submission
from tests.browser.scene import EVIDENCE, choose


def test_observation_is_filled_and_sent_without_scripts(phones, scene):
    phone = phones(java_script_enabled=False).sign_in(scene.mentor)
    page = phone.page
    page.goto(scene.path)
    expect(page.locator("[data-next]")).to_be_hidden()
    expect(page.locator("[data-review]")).to_be_hidden()
    choose(page, "subject", "khmer")
    page.fill("#id_clarity__evidence", EVIDENCE)
    page.locator("[data-send]").click()
    expect(page.locator(".error-summary").first).to_be_visible()
    assert page.locator("#id_clarity__evidence").input_value() == EVIDENCE
    assert Submission.objects.count() == 0

    page.fill("#id_students", "៣១")
    choose(page, "clarity", "3")
    choose(page, "questions", "2")
    page.locator("[data-send]").click()
    page.wait_for_url(f"**{scene.result_path}")
    assert 31 in Submission.objects.get().answers.values()
