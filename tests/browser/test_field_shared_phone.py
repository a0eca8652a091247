"""The next person on a shared phone sees nothing of the last; the last one loses nothing."""

from __future__ import annotations

from playwright.sync_api import expect

from forms_builder.models import Submission
from tests.browser.scene import EVIDENCE, fill_all, send

CACHES = "() => caches.keys().then(names => names.filter(name => name.startsWith('field-user-')))"


def leave_something_behind(phone, scene) -> None:
    """The mentor signs out with a finished record that could not be sent."""
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.wait_for_page_kept(scene.path, scene.mentor)
    phone.page.goto(scene.path)
    fill_all(phone.page)
    phone.go_offline()
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    assert scene.mentor.pk in {int(row["user"]) for row in phone.rows("outbox")}
    assert phone.page.evaluate(CACHES) == [f"field-user-{scene.mentor.pk}"]


def change_hands(phone, scene) -> None:
    """The session ends on the server without a word to the phone, then another signs in."""
    phone.lose_session()
    phone.go_online()
    phone.sign_in(scene.mentee)


def test_next_person_sees_nothing_of_the_last(phone, scene):
    leave_something_behind(phone, scene)
    change_hands(phone, scene)
    phone.wait_for_page_kept("/m/", scene.mentee)
    assert phone.page.evaluate(CACHES) == [f"field-user-{scene.mentee.pk}"]
    for path in ("/m/", "/m/outbox/", "/m/visits/"):
        phone.page.goto(path)
        expect(phone.page.locator(".outbox-item")).to_have_count(0)
    phone.go_offline()
    phone.page.goto(scene.path)
    assert EVIDENCE not in phone.page.content()
    expect(phone.page.locator("form[data-observation]")).to_have_count(0)


def test_record_of_the_last_person_waits_and_is_sent_under_their_own_name(phone, scene):
    leave_something_behind(phone, scene)
    change_hands(phone, scene)
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.page.wait_for_timeout(500)
    assert Submission.objects.count() == 0
    assert len(phone.rows("outbox")) == 1

    phone.lose_session()
    phone.sign_in(scene.mentor)
    expect(phone.page.locator("[data-outbox-sent]")).to_be_visible()
    assert Submission.objects.get().submitted_by == scene.mentor


def test_signing_out_clears_the_pages_of_this_phone(phone, scene):
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.wait_for_page_kept(scene.path, scene.mentor)
    phone.sign_out()
    assert phone.page.evaluate(CACHES) == []
    phone.go_offline()
    phone.page.goto("/m/")
    expect(phone.page.locator("#field")).to_have_count(0)


def test_page_of_a_signed_out_phone_is_not_opened_offline(phone, scene):
    """The session ends on the server: the copies stay for their owner, but open for nobody."""
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.wait_for_page_kept("/m/", scene.mentor)
    phone.page.goto("/m/")
    phone.lose_session()
    phone.page.goto("/m/")
    phone.page.wait_for_url("**/sign-in/**")
    phone.eventually(lambda: phone.current_user() == "")
    phone.go_offline()
    phone.page.goto("/m/")
    expect(phone.page.locator("#field")).to_have_count(0)
