"""Photos, recordings, files and signatures made without a network: nothing lost, nothing twice."""

from __future__ import annotations

import base64
import io
import json
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from forms_builder.actions.publish_version import publish_version
from forms_builder.models import Attachment, Submission
from tests.browser.phone import ARGUMENTS, CHROMIUM, Phone
from tests.browser.scene import plan_visit, saved, send
from tests.factories_mentoring import now
from tests.forms_builder.file_samples import TAKEN, photo
from tests.forms_builder.samples import block, make_form

PLAN = TAKEN["application/pdf"]
BOARD = {"name": "ក្តារខៀន.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(2_400, 1_800))}
DEVICES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def scene(scene):
    scene.form = make_form(
        [
            block("photo", "board", label="ក្តារខៀន", maximum=2),
            block("audio", "reading", label="ការអាន", minutes=1, required=False),
            block("file", "plan", label="កិច្ចតែង", required=False),
            block("signature", "signed", label="ហត្ថលេខា"),
        ],
        code="media",
    )
    scene.version = publish_version(form=scene.form, at=now())
    # The visit of the plain form makes room for one of this form.
    scene.session = plan_visit(scene, offset=0.02)
    return scene


@pytest.fixture
def recording_phone(browser, live):
    """A phone whose microphone hums."""
    chromium = browser.browser_type.launch(
        executable_path=str(CHROMIUM), args=[*ARGUMENTS, *DEVICES]
    )
    phone = Phone(chromium, live, permissions=["microphone"])
    yield phone
    phone.close()
    chromium.close()


def question(page, code):
    return page.locator(f"[data-question='{code}']")


def add(page, code, *files) -> None:
    chooser = question(page, code).locator("input[type='file']")
    before = question(page, code).locator("[data-files] > li").count()
    chooser.set_input_files(list(files))
    expect(question(page, code).locator("[data-files] > li")).to_have_count(before + len(files))


def sign(page) -> None:
    sheet = question(page, "signed").locator("canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70, steps=6)
    page.mouse.up()
    expect(question(page, "signed").locator("[data-state]")).not_to_be_empty()


def fill(page) -> None:
    add(page, "board", BOARD)
    sign(page)


def finish(page) -> None:
    page.locator("[data-next]").click()
    expect(page.locator("[data-review]")).to_be_visible()
    saved(page)
    send(page)


def puts(live) -> list[str]:
    return [path for method, path in live.faults.seen if method == "PUT"]


def stored_answers() -> dict:
    submission = Submission.objects.get()
    codes = {i["id"]: i["code"] for s in submission.version.schema["sections"] for i in s["items"]}
    return {codes[key]: value for key, value in submission.answers.items()}


def test_photo_recording_and_signature_made_offline_arrive_with_their_record(
    recording_phone, scene, live
):
    phone = recording_phone
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    phone.go_offline()
    fill(phone.page)
    reading = question(phone.page, "reading")
    reading.locator("[data-record]").click()
    expect(reading.locator("[data-time]")).to_contain_text(re.compile("[0១]:0|០:០"))
    phone.page.wait_for_timeout(1_500)
    reading.locator("[data-stop]").click()
    expect(reading.locator("audio")).to_have_count(1)
    add(phone.page, "plan", {"name": "ផែនការ.pdf", "mimeType": "application/pdf", "buffer": PLAN})
    finish(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    assert len(phone.rows("files")) == 3
    assert Submission.objects.count() == Attachment.objects.count() == 0

    phone.go_online()
    phone.page.wait_for_url(f"**{scene.result_path}")
    answers = stored_answers()
    files = {one.path: one for one in Attachment.objects.all()}
    assert set(files) == {"board", "reading", "plan"}
    assert files["reading"].content_type == "audio/webm"
    assert files["plan"].filename == "ផែនការ.pdf"
    with files["board"].file.open() as content:
        assert max(Image.open(io.BytesIO(content.read())).size) == 1_600
    assert answers["board"] == [{"file": str(files["board"].pk), "name": "ក្តារខៀន.jpg"}]
    assert len(answers["signed"]["strokes"]) == 1
    assert [path.count("/files/") for path in puts(live)] == [1, 1, 1, 0]
    assert phone.rows("files") == phone.rows("outbox") == phone.rows("drafts") == []

    picture = phone.page.locator(".answer-files__photo")
    expect(picture).to_have_attribute("alt", re.compile("ក្តារខៀន"))
    picture.scroll_into_view_if_needed()
    phone.eventually(lambda: picture.evaluate("image => image.naturalWidth") > 0)
    expect(phone.page.locator(".answer-files audio")).to_have_count(1)
    expect(phone.page.locator(".signature__drawn path")).to_have_count(1)
    assert phone.errors == []


def test_draft_keeps_its_photo_over_a_reload_and_in_another_tab(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill(phone.page)
    saved(phone.page)
    phone.page.reload()
    expect(question(phone.page, "board").locator("[data-files] img")).to_have_count(1)
    expect(question(phone.page, "signed").locator("[data-state]")).not_to_be_empty()

    other = phone.tab()
    other.goto(scene.path)
    add(other, "board", {**BOARD, "name": "ទីពីរ.jpg"})
    expect(question(phone.page, "board").locator("[data-files] > li")).to_have_count(2)
    finish(phone.page)
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert len(stored_answers()["board"]) == Attachment.objects.count() == 2


def test_lost_answer_to_a_file_sends_it_no_second_time_into_the_record(phone, scene, live):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill(phone.page)
    live.faults.lose_answers_to = "PUT"
    finish(phone.page)
    phone.eventually(lambda: Attachment.objects.count() == 1)
    assert Submission.objects.count() == 0

    live.faults.lose_answers_to = ""
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert Attachment.objects.get().submission_id == Submission.objects.get().pk
    assert len({path for path in puts(live) if "/files/" in path}) == 1


def test_file_that_the_server_refuses_comes_back_to_its_question(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill(phone.page)
    bad = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"<script>alert(1)</script>"}
    add(phone.page, "plan", bad)
    finish(phone.page)
    expect(phone.page.locator("[data-errors] a[data-goto='plan']")).to_be_visible()
    assert Submission.objects.count() == 0
    phone.page.locator("[data-errors] a[data-goto='plan']").click()
    question(phone.page, "plan").locator("[data-remove]").click()
    expect(question(phone.page, "plan").locator("[data-files] > li")).to_have_count(0)
    finish(phone.page)
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert set(stored_answers()) == {"board", "signed"}


def test_what_is_no_picture_or_too_large_is_told_at_once(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    board, plan = question(phone.page, "board"), question(phone.page, "plan")
    nonsense = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"nonsense"}
    board.locator("input[type='file']").set_input_files([nonsense])
    expect(board.locator("[data-file-note]")).not_to_be_empty()
    large = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": PLAN + b"\0" * 15_000_000}
    plan.locator("input[type='file']").set_input_files([large])
    expect(plan.locator("[data-file-note]")).to_contain_text(re.compile("១៥|15"))
    assert phone.rows("files") == []


def test_name_typed_in_place_of_a_signature(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    add(phone.page, "board", BOARD)
    phone.page.fill("#id_signed", "សុខ ចាន់ណា")
    finish(phone.page)
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert stored_answers()["signed"] == {"name": "សុខ ចាន់ណា"}


def test_deleting_a_draft_deletes_its_photos(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill(phone.page)
    saved(phone.page)
    assert len(phone.rows("files")) == 1
    phone.page.goto("/m/outbox/")
    phone.page.locator("[data-outbox-list] [data-do='delete']").click()
    phone.eventually(lambda: phone.rows("files") == [])


def test_draft_of_the_version_before_is_kept_by_the_new_memory(phone, scene):
    """Negative control included: the old memory has no place for files."""
    phone.sign_in(scene.mentor)
    phone.page.goto("/sign-out/")
    phone.page.evaluate(
        """user => new Promise((resolve, reject) => {
            const removed = indexedDB.deleteDatabase("mentoring-field");
            removed.onsuccess = () => {
                const opening = indexedDB.open("mentoring-field", 1);
                opening.onupgradeneeded = () => {
                    for (const [name, keyPath] of [["drafts", "key"], ["outbox", "id"]]) {
                        const store = opening.result.createObjectStore(name, { keyPath });
                        store.createIndex("user", "user");
                    }
                };
                opening.onsuccess = () => {
                    const put = opening.result.transaction("drafts", "readwrite");
                    const draft = { key: `${user}:x`, user, about: "x", kind: "old" };
                    put.objectStore("drafts").put(draft);
                    put.oncomplete = () => { opening.result.close(); resolve(); };
                };
                opening.onerror = () => reject(opening.error);
            };
            removed.onerror = () => reject(removed.error);
        })""",
        str(scene.mentor.pk),
    )
    assert phone.rows("files") == []
    phone.page.goto(scene.path)
    fill(phone.page)
    saved(phone.page)
    assert {row["about"] for row in phone.rows("drafts")} == {"x", str(scene.session.pk)}
    assert len(phone.rows("files")) == 1


def test_files_are_sent_without_scripts_and_none_is_chosen_twice(phones, scene):
    phone = phones(java_script_enabled=False).sign_in(scene.mentor)
    page = phone.page
    page.goto(scene.path)
    page.locator("#id_board").set_input_files([BOARD])
    page.locator("[data-send]").click()
    expect(page.locator(".error-summary").first).to_be_visible()
    expect(question(page, "board")).to_contain_text("ក្តារខៀន.jpg")
    assert Submission.objects.count() == 0 and Attachment.objects.count() == 1
    page.fill("#id_signed", "សុខ ចាន់ណា")
    page.locator("[data-send]").click()
    page.wait_for_url(f"**{scene.result_path}")
    assert Attachment.objects.get().submission_id == Submission.objects.get().pk


def test_phone_without_room_says_so_and_keeps_the_rest(phone, scene):
    phone.context.add_init_script(
        """const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (row) {
            if (this.name === "files") throw new DOMException("full", "QuotaExceededError");
            return put.call(this, row);
        };"""
    )
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    sign(phone.page)
    board = question(phone.page, "board")
    board.locator("input[type='file']").set_input_files([BOARD])
    expect(board.locator("[data-file-note]")).not_to_be_empty()
    expect(board.locator("[data-files] > li")).to_have_count(0)
    saved(phone.page)
    phone.page.reload()
    expect(question(phone.page, "signed").locator("[data-state]")).not_to_be_empty()


def test_signing_out_leaves_files_of_drafts_alone_and_takes_the_others(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill(phone.page)
    saved(phone.page)
    kept = phone.rows("files")[0]["id"]
    phone.page.evaluate(
        """user => new Promise((resolve) => {
            const opening = indexedDB.open("mentoring-field");
            opening.onsuccess = () => {
                const put = opening.result.transaction("files", "readwrite");
                put.objectStore("files").put({ id: "loose", user, about: "nothing" });
                put.oncomplete = () => { opening.result.close(); resolve(); };
            };
        })""",
        str(scene.mentor.pk),
    )
    assert len(phone.rows("files")) == 2
    phone.sign_out()
    assert [row["id"] for row in phone.rows("files")] == [kept]


def test_photo_in_a_repeat_keeps_its_place_when_an_earlier_one_is_deleted(phone, scene):
    scene.form = make_form(
        [
            block("repeat", "groups", label="ក្រុម", minimum=1, maximum=3),
            block("photo", "work", label="កិច្ចការ", maximum=1, required=False),
            block("repeat_end", "groups_end"),
        ],
        code="groups",
    )
    scene.version = publish_version(form=scene.form, at=now())
    scene.session = plan_visit(scene, offset=0.03)
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    phone.page.locator("[data-add-instance]").click()
    add(phone.page, "groups.1.work", BOARD)
    saved(phone.page)
    phone.page.reload()
    expect(question(phone.page, "groups.1.work").locator("img")).to_have_count(1)
    phone.page.locator("[data-remove-instance]").first.click()
    expect(question(phone.page, "groups.0.work").locator("img")).to_have_count(1)
    finish(phone.page)
    phone.page.wait_for_url(f"**{scene.result_path}")
    assert Attachment.objects.get().path == "groups.0.work"


def test_record_saved_as_a_file_has_its_photos_in_it(phone, scene):
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.wait_for_page_kept(scene.path, scene.mentor)
    phone.page.goto(scene.path)
    phone.go_offline()
    fill(phone.page)
    add(phone.page, "plan", {"name": "ផែនការ.pdf", "mimeType": "application/pdf", "buffer": PLAN})
    finish(phone.page)
    expect(phone.page.locator("[data-record-waiting]")).to_be_visible()
    phone.page.goto("/m/")
    item = phone.page.locator("[data-outbox-list] .outbox-item").first
    item.locator("summary").click()
    with phone.page.expect_download() as download:
        item.locator("[data-do='save']").click()
    whole = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert whole["session"] == str(scene.session.pk)
    files = {one["path"]: one for one in whole["files"]}
    assert set(files) == {"board", "plan"}
    assert files["board"]["id"] == whole["answers"]["board"][0]["file"]
    assert (files["plan"]["name"], files["plan"]["type"]) == ("ផែនការ.pdf", "application/pdf")
    assert base64.b64decode(files["plan"]["data"]) == PLAN
    picture = Image.open(io.BytesIO(base64.b64decode(files["board"]["data"])))
    assert max(picture.size) == 1_600
    assert phone.errors == []
