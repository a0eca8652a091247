"""A content admin changes the observation form, and it reaches the classroom at once."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

FORM = "classroom_observation"
FORM_PAGE = "/km/observation-form/"
LIST = "/admin/snippets/forms_builder/observationform/"
TITLE = "ការសង្កេតក្នុងថ្នាក់រៀន"
CRITERION = "positive_language"
DESCRIPTOR = "គ្រូសរសើរសិស្សដោយប្រាប់ថា អ្វីដែលសិស្សធ្វើបានល្អ។"
WEIGHT = "2.5"
MOVED_DOWN = "girls_present"
MOVED_UP = "boys_present"
QUESTION = "តើសិស្សបានសួរសំណួរអ្វីខ្លះ?"
TITLE_EN = "Classroom observation"
KHMER = "តើលោកគ្រូអ្នកគ្រូចង់សាកល្បងអ្វីនៅពេលក្រោយ?"
ENGLISH = "What would the teacher like to try next time?"
OTHER_WORDS = {  # what the first journey of this file leaves without English words
    QUESTION: "What did the pupils ask?",
    DESCRIPTOR: "The teacher praises pupils and says what they did well.",
}
NEW_TITLE_EN = "Short visit"
NEW_TITLE = "ការចុះជួបខ្លី"
NEW_CODE = "short_visit"


# A question that nobody has opened holds what is stored, signed, in one input.
CODE = """(block) => {
    const opened = block.querySelector("input[name$='-value-code']");
    if (opened) return opened.value;
    const stored = block.querySelector("input[name$='-value-unopened']").value;
    return JSON.parse(stored.slice(0, stored.lastIndexOf(":"))).code;
}"""


class Editor:
    """The form editor of Wagtail's admin, as hands use it."""

    def __init__(self, page: Page, *, empty: bool = False) -> None:
        self.page = page
        self.blocks = page.locator("[data-streamfield-stream-container]").first.locator(
            "> [data-streamfield-child]"
        )
        if not empty:
            expect(self.blocks.last).to_be_visible()

    def codes(self) -> list[str]:
        """The codes of the questions, in the order of the screen."""
        return self.blocks.evaluate_all(f"blocks => blocks.map({CODE})")

    def block(self, code: str) -> Locator:
        return self.blocks.nth(self.codes().index(code))

    def field(self, code: str, name: str) -> Locator:
        """The input of a block whose name ends in `name`, with the panels around it opened."""
        name = f"[name$='-{name}']"
        toggle = self.block(code).locator("[data-panel-toggle]").first
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        around = self.block(code).locator("section", has=self.page.locator(name))
        closed = around.locator("> .w-panel__header [data-panel-toggle][aria-expanded='false']")
        while closed.count():
            closed.first.click()
        return self.block(code).locator(name)

    def settle(self) -> None:
        """Until the editor, which saves by itself, is not in the middle of it."""
        expect(self.page.locator("#w-autosave-indicator")).not_to_have_attribute(
            "data-w-autosave-state-value", "saving"
        )

    def move_down(self, code: str) -> None:
        place = self.codes().index(code)
        self.block(code).locator("[data-streamfield-action='MOVE_DOWN']").first.click()
        self.page.wait_for_function(
            f"""([code, place]) => {{
                const stream = document.querySelector("[data-streamfield-stream-container]");
                const blocks = stream.querySelectorAll(":scope > [data-streamfield-child]");
                return ({CODE})(blocks[place]) === code;
            }}""",
            arg=[code, place + 1],
        )

    def add_last(self, kind: str) -> Locator:
        """A new question at the end; `kind` is its name in the registry."""
        count = self.blocks.count()
        stream = self.page.locator("[data-streamfield-stream-container]").first
        stream.locator("> div > .c-sf-add-button").last.click()
        icons = {"text": "pilcrow"}
        option = self.page.get_by_role("option").filter(
            has=self.page.locator(f"use[href='#icon-{icons[kind]}']")
        )
        option.click()
        expect(self.blocks).to_have_count(count + 1)
        return self.blocks.last

    def preview(self) -> Locator:
        """The body of the preview, which the panel renews by itself."""
        self.page.locator("[data-side-panel-toggle='preview']").click()
        return self.page.frame_locator("[data-controller='w-preview'] iframe").last.locator("body")

    def press(self, button: Locator) -> None:
        """Press a button, and "Continue" where a slow server made the editor ask first."""
        button.click()
        self.page.wait_for_timeout(500)
        confirm = self.page.locator("#w-save-confirmation-dialog [data-w-dialog-target='confirm']")
        if confirm.is_visible():
            confirm.click()

    def save_draft(self) -> None:
        saved = self.page.locator(".messages .success")
        for _try in range(3):  # a click in the moment of saving by itself does nothing
            self.settle()
            self.press(self.page.locator("nav.actions button.action-save:not([name])"))
            with suppress(AssertionError):
                expect(saved).to_be_visible(timeout=10_000)
                return
        expect(saved).to_be_visible()

    def publish(self) -> None:
        """Publish; where answers exist and questions changed, what changes is read first."""
        listed = re.compile(rf"{re.escape(LIST)}(\?|$)")
        self.settle()
        self.page.locator("nav.actions .w-dropdown__toggle").click()
        with self.page.expect_navigation():
            self.press(self.page.locator("button[name='action-publish']"))
        if not listed.search(self.page.url):
            with self.page.expect_navigation():
                self.page.locator("main form button[type='submit']").last.click()
        expect(self.page.locator(".messages .success")).to_be_visible()


def open_form(page: Page, title: str) -> Editor:
    page.goto(LIST)
    page.get_by_role("link", name=title, exact=True).click()
    return Editor(page)


class Translator:
    """The translation screen of wagtail-localize, as hands use it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.locator("section li.complete, section li.incomplete").first).to_be_visible()

    def translate(self, words: str, other: str) -> None:
        """Write `other` where `words` is to be translated, and wait until it is kept."""
        segment = (
            self.page.locator("section li")
            .filter(
                has=self.page.get_by_role("paragraph").filter(
                    has_text=re.compile(f"^{re.escape(words)}$")
                )
            )
            .last
        )
        segment.get_by_role("button").last.click()
        segment.locator("textarea").fill(other)
        segment.get_by_role("button").last.click()
        expect(segment.locator("textarea")).to_have_count(0)
        expect(segment.get_by_role("button")).to_be_visible()  # not there while it is being saved
        expect(segment).to_have_class("complete")

    def publish(self) -> None:
        self.page.locator("footer button[name='action'][value='publish']").click()
        # A warning where other words are not translated yet.
        expect(self.page.locator(".messages :is(.success, .warning)")).to_be_visible()


def more_of(page: Page, title: str, address: str) -> None:
    """Choose from the further actions of a row the one that leads to `address`."""
    page.goto(LIST)
    row = page.locator("main tbody tr").filter(has=page.get_by_role("link", name=title, exact=True))
    row.locator("button.w-dropdown__toggle, [data-w-dropdown-target='toggle']").first.click()
    page.locator(f"a[href*='{address}']:visible").click()


def test_rubric_reaches_classroom(people, program):
    content, visitor = people("content"), people()
    mentor, api = people("mentor", phone=True), program("mentor")
    before = api.get(f"forms/{FORM}/")
    visit = api.get("sessions/?status=SCHEDULED&session_type=CLASSROOM_OBSERVATION")
    visit_page = f"/m/sessions/{visit.body['results'][-1]['id']}/observe/"
    criterion = visitor.open(FORM_PAGE).locator(f"[data-question='{CRITERION}']")
    expect(criterion).not_to_contain_text(DESCRIPTOR)

    # The words of a level: published, they are shown at once, and the version stays.
    content.open("/admin/")
    expect(content.page.locator("html")).to_have_attribute("lang", "km")
    content.picture("rubric-1-admin")
    editor = open_form(content.page, TITLE)
    editor.field(CRITERION, "levels-0-value-descriptor").fill(DESCRIPTOR)
    editor.publish()
    expect(visitor.open(FORM_PAGE).locator(f"[data-question='{CRITERION}']")).to_contain_text(
        DESCRIPTOR
    )
    worded = api.get(f"forms/{FORM}/")
    assert worded.body["version"] == before.body["version"]
    assert worded.headers["etag"] != before.headers["etag"]

    # A weight, the order and a new question: first a draft that only the preview shows.
    editor = open_form(content.page, TITLE)
    codes = editor.codes()
    editor.field(CRITERION, "value-weight").fill(WEIGHT)
    editor.move_down(MOVED_DOWN)
    editor.add_last("text").locator("[name$='-value-label']").fill(QUESTION)
    content.picture("rubric-2-editor", whole=False)
    expect(editor.preview()).to_contain_text(QUESTION)
    content.picture("rubric-3-preview", whole=False)
    editor.save_draft()
    content.picture("rubric-4-draft", whole=False)
    expect(visitor.open(FORM_PAGE).locator("main")).not_to_contain_text(QUESTION)
    assert api.get(f"forms/{FORM}/", If_None_Match=worded.headers["etag"]).status == 304

    Editor(content.page).publish()
    content.picture("rubric-5-published")
    form = visitor.open(FORM_PAGE).locator("main")
    expect(form).to_contain_text(QUESTION)
    visitor.picture("rubric-6-form-page")
    shown = form.locator("[data-question]").evaluate_all(
        "questions => questions.map((question) => question.dataset.question)"
    )
    assert shown.index(MOVED_UP) == shown.index(MOVED_DOWN) - 1
    assert codes.index(MOVED_UP) == codes.index(MOVED_DOWN) + 1

    published = api.get(f"forms/{FORM}/", If_None_Match=worded.headers["etag"])
    assert (published.status, published.body["version"]) == (200, before.body["version"] + 1)
    items = [item for section in published.body["schema"]["sections"] for item in section["items"]]
    assert {item["code"]: item.get("weight") for item in items}[CRITERION] == WEIGHT
    assert items[-1]["kind"] == "text"
    old = api.get(f"forms/{FORM}/versions/{before.body['version']}/")
    assert items[-1]["code"] not in str(old.body["schema"])

    observation = mentor.open(visit_page)
    question = observation.locator(f"[data-question='{items[-1]['code']}']")
    expect(question).to_contain_text(QUESTION)
    mentor.picture("rubric-7-visit")


def test_form_is_translated_in_both_directions(people, program):
    content, visitor, api = people("content"), people(), program("mentor")
    page = content.page

    # A new Khmer question gets its English words.
    editor = open_form(content.page, TITLE)
    editor.add_last("text").locator("[name$='-value-label']").fill(KHMER)
    editor.publish()
    number = api.get(f"forms/{FORM}/").body["version"]
    more_of(page, TITLE, "/localize/update/")
    page.check("[name='publish_translations']")
    content.picture("translation-1-update")
    page.locator("main form [type='submit']").last.click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.goto(LIST)
    page.get_by_role("link", name=TITLE_EN, exact=True).click()
    translator = Translator(page)
    translator.translate(KHMER, ENGLISH)
    # English is offered again once every text has its words.
    for words, other in OTHER_WORDS.items():
        if page.locator("section li.incomplete").filter(has_text=words).count():
            translator.translate(words, other)
    expect(page.locator("section li.incomplete")).to_have_count(0)
    content.picture("translation-2-english", whole=False)
    translator.publish()
    expect(visitor.open(FORM_PAGE.replace("/km/", "/en/")).locator("main")).to_contain_text(ENGLISH)
    visitor.picture("translation-3-page")
    expect(visitor.open(FORM_PAGE).locator("main")).to_contain_text(KHMER)
    assert api.get(f"forms/{FORM}/").body["version"] == number

    # A form written in English gets its Khmer words.
    page.goto(f"{LIST}add/?locale=en")
    editor = Editor(page, empty=True)
    page.locator("[name='title']").fill(NEW_TITLE_EN)
    editor.add_last("text").locator("[name$='-value-label']").fill(ENGLISH)
    editor.publish()
    more_of(page, NEW_TITLE_EN, "/localize/submit/")
    page.locator("main [name='locales']").check()
    content.picture("translation-4-submit")
    page.locator("main form [type='submit']").last.click()
    translator = Translator(page)
    translator.translate(NEW_TITLE_EN, NEW_TITLE)
    translator.translate(ENGLISH, KHMER)
    content.picture("translation-5-khmer", whole=False)
    translator.publish()
    made = api.get(f"forms/{NEW_CODE}/").body
    assert made["title"] == {"en": NEW_TITLE_EN, "km": NEW_TITLE}
    labels = {
        language: [item["label"] for item in made["texts"][language]["items"].values()]
        for language in ("km", "en")
    }
    assert labels == {"km": [KHMER], "en": [ENGLISH]}
