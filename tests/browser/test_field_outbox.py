"""Sending what was filled in without a network: nothing lost, nothing twice."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from forms_builder.choices import Purpose
from forms_builder.models import RefusedSubmission, Submission
from mentoring.actions.submit_filling import submit_filling
from mentoring.models import Observation
from mentoring.sending import About, Sending
from tests.browser.scene import (
    EVIDENCE,
    fill_all,
    fill_first_section,
    fill_second_section,
    go_next,
    plan_visit,
    saved,
    send,
)
from tests.factories_mentoring import now

# Holds this tab's sending back until `begin()`.
WAIT_TO_SEND = """() => {
    const begun = new Promise((resolve) => { window.begin = resolve; });
    const request = LockManager.prototype.request;
    LockManager.prototype.request = async function (...given) {
        await begun;
        return request.apply(this, given);
    };
}"""


def puts(live) -> list[str]:
    return [path for method, path in live.faults.seen if method == "PUT"]


def test_observation_filled_offline_is_sent_when_the_network_is_back(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    phone.go_offline()
    fill_all(phone.page)
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    assert Submission.objects.count() == 0
    assert len(phone.rows("outbox")) == 1

    phone.go_online()
    phone.page.wait_for_url(f"**{scene.result_path}")
    stored = Submission.objects.get()
    assert stored.version == scene.version
    assert stored.submitted_by == scene.mentor
    assert EVIDENCE in json.dumps(stored.answers, ensure_ascii=False)
    assert 32 in stored.answers.values()
    assert phone.rows("outbox") == [] and phone.rows("drafts") == []
    assert phone.errors == []


def test_pages_of_coming_visits_open_offline_after_today_was_opened(phone, scene):
    phone.sign_in(scene.mentor)
    phone.wait_for_page_kept(scene.path, scene.mentor)
    phone.wait_for_worker()
    phone.go_offline()
    phone.page.goto(scene.path)
    fill_all(phone.page)
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    phone.page.goto("/m/")
    expect(phone.page.locator("[data-outbox-list] .outbox-item")).to_have_count(1)
    phone.go_online()
    expect(phone.page.locator("[data-outbox-sent]")).to_be_visible()
    assert Observation.objects.get().session == scene.session


def test_page_that_is_not_kept_shows_the_offline_page(phone, scene):
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.wait_for_page_kept("/m/", scene.mentor)
    phone.go_offline()
    phone.page.goto("/m/notices/")
    expect(phone.page.locator("#field")).to_have_count(0)
    expect(phone.page.locator("a[href='/m/']")).not_to_have_count(0)


def test_lost_answer_makes_no_second_record(phone, scene, live):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_all(phone.page)
    live.faults.lose_answers_to = "PUT"
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    phone.eventually(lambda: Submission.objects.count() == 1)
    # The fault is real: the server has the record, the phone does not know and keeps its own.
    assert len(phone.rows("outbox")) == 1

    live.faults.lose_answers_to = ""
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert Submission.objects.count() == 1
    assert RefusedSubmission.objects.count() == 0
    assert phone.rows("outbox") == []
    assert len(puts(live)) >= 2 and len(set(puts(live))) == 1


def test_session_expired_offline_loses_nothing(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    phone.go_offline()
    phone.lose_session()
    fill_all(phone.page)
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    phone.go_online()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.page.wait_for_timeout(500)
    assert Submission.objects.count() == 0
    assert phone.rows("outbox")[0]["state"] == "SIGN_IN"

    phone.sign_in(scene.mentor)
    expect(phone.page.locator("[data-outbox-sent]")).to_be_visible()
    assert Submission.objects.get().submitted_by == scene.mentor


def test_record_is_frozen_once_sending_starts(phone, scene, live):
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.page.goto(scene.path)
    phone.wait_for_page_kept(scene.path, scene.mentor)
    fill_all(phone.page)
    live.faults.lose_answers_to = "GET"  # the phone asks who is signed in, and hears nothing
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting] [data-do='edit']")).to_be_visible()
    untouched = phone.rows("outbox")[0]
    assert not untouched["started"]

    live.faults.lose_answers_to = "PUT"
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.eventually(lambda: Submission.objects.count() == 1)
    expect(phone.page.locator("[data-record-waiting] [data-do='edit']")).to_be_hidden()
    expect(phone.page.locator("form[data-observation]")).to_be_hidden()
    assert phone.page.evaluate("document.querySelector('[data-fill]').disabled")
    assert phone.rows("outbox")[0]["started"]

    # A second tab, opened from the phone's own copy, cannot change it either.
    live.faults.cut = True
    other = phone.tab()
    other.goto(scene.path)
    expect(other.locator("[data-record-waiting]")).to_be_visible()
    expect(other.locator("form[data-observation]")).to_be_hidden()
    assert phone.rows("outbox")[0]["body"] == untouched["body"]


def test_record_that_was_not_tried_can_be_changed(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_all(phone.page)
    phone.go_offline()
    send(phone.page)
    phone.page.locator("[data-record-waiting] [data-do='edit']").click()
    expect(phone.page.locator("form[data-observation]")).to_be_visible()
    assert phone.rows("outbox") == []
    phone.page.locator("[data-back]").click()
    phone.page.locator("[data-back]").click()
    phone.page.fill("#id_students", "40")
    go_next(phone.page)
    go_next(phone.page)
    send(phone.page)
    phone.go_online()
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert 40 in Submission.objects.get().answers.values()


def test_answers_refused_by_the_server_come_back_to_their_question(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_first_section(phone.page)
    phone.page.fill("#id_students", "បីរយ")
    go_next(phone.page)
    fill_second_section(phone.page)
    go_next(phone.page)
    saved(phone.page)
    send(phone.page)
    summary = phone.page.locator("[data-errors]")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    assert Submission.objects.count() == 0
    assert phone.rows("outbox") == []

    summary.locator("a").click()
    expect(phone.page.locator("#id_students")).to_be_focused()
    expect(phone.page.locator("#id_students")).to_have_value("បីរយ")
    expect(phone.page.locator("[data-question='students'] [data-message]")).to_be_visible()
    phone.page.fill("#id_students", "៣០")
    go_next(phone.page)
    expect(phone.page.locator("#id_clarity__evidence")).to_have_value(EVIDENCE)
    go_next(phone.page)
    saved(phone.page)
    send(phone.page)
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert 30 in Submission.objects.get().answers.values()


def test_conflict_is_shown_and_both_records_are_kept(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_all(phone.page)
    phone.go_offline()
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    row = phone.rows("outbox")[0]
    other = json.loads(row["body"])["answers"] | {"students": 12}
    sending = Sending(id=uuid.UUID(row["id"]), version=scene.version, language="km", answers=other)
    about = About(Purpose.OBSERVATION, scene.session)
    assert submit_filling(sending=sending, about=about, by=scene.mentor, at=now()).is_taken
    phone.go_online()
    phone.page.goto("/m/outbox/")
    item = phone.page.locator(".outbox-item[data-state='state-conflict']")
    expect(item).to_be_visible()
    expect(item.locator("[data-arrived]")).to_have_attribute("href", scene.result_path)
    assert 12 in Submission.objects.get().answers.values()
    assert RefusedSubmission.objects.count() == 1

    item.locator("[data-do='correct']").click()
    expect(phone.page.locator("[data-outbox-sent]")).to_be_visible()
    stored = Submission.objects.get()
    assert 32 in stored.answers.values() and stored.revision == 2


def test_failed_record_can_be_saved_as_a_file_and_deleted_alone(phone, scene):
    second = plan_visit(scene, offset=0.02)
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    paths = (scene.path, f"/m/sessions/{second.pk}/observe/")
    for path in paths:
        phone.wait_for_page_kept(path, scene.mentor)
    phone.go_offline()
    for path in paths:
        phone.page.goto(path)
        fill_all(phone.page)
        send(phone.page)
        expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    phone.page.goto("/m/")
    items = phone.page.locator("[data-outbox-list] .outbox-item")
    expect(items).to_have_count(2)
    items.first.locator("summary").click()
    with phone.page.expect_download() as download:
        items.first.locator("[data-do='save']").click()
    saved_file = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert saved_file["session"] == str(scene.session.pk)
    assert saved_file["answers"]["clarity"]["evidence"] == EVIDENCE
    items.first.locator("[data-do='delete']").click()
    expect(items).to_have_count(1)

    phone.go_online()
    expect(phone.page.locator("[data-outbox-sent]")).to_be_visible()
    assert Observation.objects.get().session == second


def test_record_added_while_another_is_sent_is_not_lost(phone, scene, live):
    second = plan_visit(scene, offset=0.02)
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_all(phone.page)
    other = phone.tab()
    other.goto(f"/m/sessions/{second.pk}/observe/")
    fill_all(other)
    send(phone.page)
    send(other)
    phone.page.wait_for_url(f"**{scene.result_path}")
    other.wait_for_url(f"**/m/sessions/{second.pk}/result/")
    assert Observation.objects.count() == 2
    assert phone.rows("outbox") == []


def test_record_sent_by_another_tab_shows_its_result(phone, scene, live):
    second = plan_visit(scene, offset=0.02)
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_all(phone.page)
    other = phone.tab()
    other.goto(f"/m/sessions/{second.pk}/observe/")
    fill_all(other)
    phone.go_offline()
    for page in (phone.page, other):
        send(page)
        expect(page.locator("[data-record-waiting]")).to_be_visible()
    phone.go_online()
    phone.page.wait_for_url(f"**{scene.result_path}")
    other.wait_for_url(f"**/m/sessions/{second.pk}/result/")


def test_record_sent_by_a_tab_that_could_not_tell_shows_its_result(phone, scene, live):
    phone.page.add_init_script("BroadcastChannel.prototype.postMessage = () => {};")
    phone.sign_in(scene.mentor)
    other = phone.tab()
    other.goto(scene.path)
    fill_all(other)
    other.evaluate(WAIT_TO_SEND)
    phone.go_offline()
    send(other)
    expect(other.locator("[data-record-waiting]")).to_be_visible()
    phone.go_online()
    phone.eventually(lambda: phone.rows("outbox") == [])
    expect(other.locator("[data-record-waiting]")).to_be_visible()
    other.evaluate("setTimeout(window.begin, 300)")
    other.wait_for_url(f"**{scene.result_path}")


def test_record_deleted_in_another_tab_gives_the_form_back(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_all(phone.page)
    phone.wait_for_worker()
    other = phone.tab()
    other.goto("/m/")
    phone.go_offline()
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    other.locator("[data-outbox-list] .outbox-item summary").click()
    other.locator("[data-outbox-list] [data-do='delete']").click()
    expect(phone.page.locator("[data-record-waiting]")).to_be_hidden()
    send(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    (record,) = phone.rows("outbox")
    assert json.loads(record["body"])["answers"]["clarity"]["evidence"] == EVIDENCE


def test_control_client_that_makes_a_new_id_for_each_attempt_is_caught(phones, scene, live):
    """The broken variant of the lost answer: what the test above looks at shows it."""
    phone = phones(service_workers="block")
    source = Path(finders.find("js/field/outbox.js")).read_text(encoding="utf-8")
    broken = source.replace("${row.id}/`", "${crypto.randomUUID()}/`")
    assert broken != source
    phone.context.route(
        "**/js/field/outbox.js",
        lambda route: route.fulfill(body=broken, content_type="text/javascript"),
    )
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill_all(phone.page)
    live.faults.lose_answers_to = "PUT"
    send(phone.page)
    phone.eventually(lambda: Submission.objects.count() == 1)
    live.faults.lose_answers_to = ""
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.eventually(lambda: len(set(puts(live))) > 1)
    phone.eventually(lambda: RefusedSubmission.objects.count() > 0)
    assert len(phone.rows("outbox")) == 1
