"""What is typed is kept on the phone from the first tap, whatever happens meanwhile."""

from __future__ import annotations

from playwright.sync_api import expect

from forms_builder.actions.publish_version import publish_version
from forms_builder.models import FormVersion, Submission
from tests.browser.scene import (
    EVIDENCE,
    choose,
    fill_all,
    fill_first_section,
    fill_second_section,
    go_next,
    saved,
    send,
)
from tests.factories_mentoring import now
from tests.forms_builder.samples import rubric


def republish_with_another_question(scene) -> FormVersion:
    """The content admin adds a required criterion while a mentor is in the classroom."""
    body = [*scene.form.body.raw_data, rubric("warmth", "ភាពកក់ក្តៅ")]
    scene.form.body = body
    scene.form.save()
    version = publish_version(form=scene.form, at=now())
    assert version.number == scene.version.number + 1
    return version


def test_first_tap_is_kept(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    assert phone.rows("drafts") == []
    choose(phone.page, "subject", "mathematics")
    saved(phone.page)
    phone.page.reload()
    expect(phone.page.locator("input[name=subject][value=mathematics]")).to_be_checked()
    assert len(phone.rows("drafts")) == 1


def test_typing_is_kept_when_the_tab_is_closed(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_first_section(phone.page)
    go_next(phone.page)
    phone.page.locator("#id_clarity__evidence").press_sequentially("សិស្ស")
    saved(phone.page)
    phone.page.close()
    phone.page = phone.tab()
    phone.page.goto(f"{scene.path}#step-2")
    expect(phone.page.locator("#id_clarity__evidence")).to_have_value("សិស្ស")


def test_question_that_depends_on_another_is_asked_and_kept_apart(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    other = phone.page.locator("[data-question=subject_other]")
    expect(other).to_be_hidden()
    choose(phone.page, "subject", "other")
    expect(other).to_be_visible()
    phone.page.fill("#id_subject_other", "ចម្រៀង")
    fill_first_section(phone.page)
    expect(other).to_be_hidden()
    go_next(phone.page)
    fill_second_section(phone.page)
    go_next(phone.page)
    saved(phone.page)
    send(phone.page)
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert "ចម្រៀង" not in Submission.objects.get().answers.values()


def test_missing_answers_are_named_before_sending(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    choose(phone.page, "subject", "khmer")
    go_next(phone.page)
    fill_second_section(phone.page)
    go_next(phone.page)
    expect(phone.page.locator("[data-review-missing]")).to_be_visible()
    expect(phone.page.locator("[data-send]")).to_be_disabled()
    phone.page.locator(".review__row:has(.review__missing) [data-change]").click()
    expect(phone.page.locator("#id_students")).to_be_focused()


def test_back_button_of_the_phone_goes_one_section_back(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_first_section(phone.page)
    go_next(phone.page)
    expect(phone.page.locator("#id_clarity__evidence")).to_be_visible()
    phone.page.go_back()
    expect(phone.page.locator("#id_students")).to_be_visible()
    expect(phone.page.locator("#id_clarity__evidence")).to_be_hidden()


def test_bottom_bar_never_covers_what_has_the_focus(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    seen = 0
    for _ in range(60):
        phone.page.keyboard.press("Tab")
        place = phone.page.evaluate(
            """() => {
                const bar = document.querySelector("[data-step-bar]");
                const element = document.activeElement;
                if (!element.closest("[data-question]") || bar.contains(element)) return null;
                const box = (element.closest("label") || element).getBoundingClientRect();
                return {bottom: box.bottom, bar: bar.getBoundingClientRect().top};
            }"""
        )
        if place:
            seen += 1
            assert place["bottom"] <= place["bar"] + 1, place
    assert seen > 5


def test_form_republished_while_filled_offline_is_answered_in_the_version_held(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    phone.go_offline()
    fill_all(phone.page)
    newer = republish_with_another_question(scene)
    send(phone.page)
    phone.go_online()
    phone.page.wait_for_url(f"**{scene.result_path}")
    stored = Submission.objects.get()
    assert stored.version == scene.version and newer.is_current
    assert len(stored.answers) == 4


def test_draft_of_an_older_version_opens_in_that_version_after_republishing(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_first_section(phone.page)
    saved(phone.page)
    republish_with_another_question(scene)
    phone.page.goto(scene.path)
    phone.page.wait_for_url(f"**{scene.path}?version=1")
    expect(phone.page.locator("#id_students")).to_have_value("៣២")
    go_next(phone.page)
    expect(phone.page.locator("[data-question=warmth]")).to_have_count(0)
    fill_second_section(phone.page)
    go_next(phone.page)
    saved(phone.page)
    send(phone.page)
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert Submission.objects.get().version == scene.version


def test_draft_of_an_older_version_opens_offline_after_republishing(phone, scene):
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.page.goto(scene.path)
    fill_first_section(phone.page)
    saved(phone.page)
    phone.wait_for_page_kept(f"{scene.path}?version=1", scene.mentor)
    republish_with_another_question(scene)
    phone.page.goto("/m/")
    phone.go_offline()
    phone.page.goto(scene.path)
    expect(phone.page.locator("#id_students")).to_have_value("៣២")
    assert phone.page.locator("form[data-observation]").get_attribute("data-version") == "1"


def test_new_visitor_gets_the_republished_version(phone, scene):
    """The control of the tests above: without a draft the new question is asked."""
    republish_with_another_question(scene)
    phone.sign_in(scene.mentor)
    phone.page.goto(f"{scene.path}#step-2")
    expect(phone.page.locator("[data-question=warmth]")).to_be_visible()


def test_two_tabs_with_one_draft_make_one_record(phone, scene, live):
    phone.sign_in(scene.mentor)
    first, second = phone.page, phone.tab()
    first.goto(scene.path)
    second.goto(scene.path)
    fill_first_section(first)
    expect(second.locator("#id_students")).to_have_value("៣២")
    for page in (first, second):
        go_next(page)
    fill_second_section(second)
    expect(first.locator("#id_clarity__evidence")).to_have_value(EVIDENCE)
    assert len(phone.rows("drafts")) == 1
    for page in (first, second):
        go_next(page)
    saved(first)
    phone.go_offline()
    send(first)
    expect(first.locator("[data-record-waiting]")).to_be_visible()
    expect(second.locator("[data-record-waiting]")).to_be_visible()
    expect(second.locator("form[data-observation]")).to_be_hidden()
    assert len(phone.rows("outbox")) == 1
    phone.go_online()
    first.wait_for_url(f"**{scene.result_path}")
    assert Submission.objects.count() == 1
    sent = {path for method, path in live.faults.seen if method == "PUT"}
    assert len(sent) == 1
