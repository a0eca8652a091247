"""A form of 600 questions in the editor and on a phone: it opens, and one can work with it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from forms_builder.models import ObservationForm, Submission
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.browser.scene import Scene, choose, go_next, plan_visit, saved, send
from tests.factories import PASSWORD, make_user
from tests.factories_mentoring import make_relationship, make_world
from tests.forms_builder.samples import SUBJECTS, block, choices, locale, make_version, rubric

QUESTIONS, A_SECTION = 600, 60
# Drawn at once they are over 200,000, and an editor waits for more than a minute.
MOST_NODES = 50_000
UNSAVED = """() => {
    const form = document.querySelector("form[data-controller~='w-unsaved']");
    const { app } = window.wagtail;
    return app.getControllerForElementAndIdentifier(form, "w-unsaved").hasEditsValue;
}"""
NODES = "document.getElementsByTagName('*').length"


def long_body() -> list[dict]:
    """A quarter each of criteria and choices, the rest texts that may stay empty."""
    body = []
    for number in range(QUESTIONS):
        if number % A_SECTION == 0:
            body.append(block("section", f"s{number}", title=f"ផ្នែកទី {number // A_SECTION + 1}"))
        label, code = f"សំណួរទី {number + 1}", f"q{number}"
        if number % 4 == 0:
            body.append(rubric(code, label, required=False))
        elif number % 4 == 1:
            body.append(choices("single_choice", code, label, SUBJECTS, required=False))
        else:
            body.append(block("text", code, label=label, required=False))
    return body


@pytest.fixture
def form(own_database) -> ObservationForm:
    locale("km"), locale("en")
    version = make_version(long_body(), code="long")
    return ObservationForm.objects.get(translation_key=version.form_id)


@pytest.fixture
def editor(phones, form) -> Page:
    """The page of a content admin who has opened the form."""
    prepare_groups()
    person = make_user(Role.CONTENT_ADMIN, username="content")
    page = phones().page
    page.set_viewport_size({"width": 1280, "height": 900})
    home = reverse("wagtailadmin_home")
    page.goto(f"/sign-in/?next={home}")
    page.fill("#id_username", person.username)
    page.fill("#id_password", PASSWORD)
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url(f"**{home}")
    page.goto(reverse("wagtailsnippets_forms_builder_observationform:edit", args=[form.pk]))
    expect(blocks(page)).to_have_count(QUESTIONS + QUESTIONS // A_SECTION)
    return page


def blocks(page: Page):
    stream = page.locator("[data-streamfield-stream-container]").first
    return stream.locator("> [data-streamfield-child]")


def label_of(page: Page, number: int):
    return page.locator(f"[name='body-{number}-value-label']")


def open_block(page: Page, number: int) -> None:
    blocks(page).nth(number).locator("[data-panel-toggle]").first.click()
    expect(label_of(page, number)).to_be_visible()


def save_draft(page: Page) -> None:
    page.locator("nav.actions button.action-save:not([name])").first.click()


def labels_of(form: ObservationForm) -> list[str]:
    form.refresh_from_db()
    body = form.get_latest_revision_as_object().body
    return [child.value["label"] for child in body if child.block_type != "section"]


def test_long_form_is_edited_without_drawing_all_of_it(editor, form):
    before = labels_of(form)
    assert editor.evaluate(NODES) < MOST_NODES
    expect(blocks(editor).nth(300)).to_contain_text("សំណួរទី 296")

    open_block(editor, 300)
    expect(label_of(editor, 300)).to_have_value("សំណួរទី 296")
    editor.wait_for_timeout(3_000)  # by then the editor has looked for changes
    assert editor.evaluate(UNSAVED) is False

    label_of(editor, 300).fill("សំណួរដែលកែ")
    blocks(editor).nth(302).locator("[data-streamfield-action='DUPLICATE']").first.click()
    expect(blocks(editor)).to_have_count(QUESTIONS + QUESTIONS // A_SECTION + 1)
    blocks(editor).nth(1).locator("[data-streamfield-action='DELETE']").first.click()
    blocks(editor).nth(2).locator("[data-streamfield-action='MOVE_DOWN']").first.click()
    save_draft(editor)
    expect(editor.locator(".messages .success")).to_be_visible(timeout=60_000)

    expected = [*before]
    expected[295] = "សំណួរដែលកែ"
    expected.insert(298, expected[297])
    del expected[0]
    expected[0:2] = expected[1], expected[0]
    assert labels_of(form) == expected


def test_error_in_a_question_opens_it(editor, form):
    open_block(editor, 300)
    label_of(editor, 300).fill("")
    blocks(editor).nth(300).locator("[data-panel-toggle]").first.click()
    editor.locator("nav.actions .w-dropdown__toggle").click()
    editor.locator("button[name='action-publish']").click()
    errors = editor.locator("#body-300-value-label-errors")
    expect(errors).to_contain_text("សូមបំពេញប្រអប់នេះ។", timeout=60_000)
    expect(label_of(editor, 300)).to_be_visible()
    expect(label_of(editor, 301)).to_have_count(0)


def test_long_form_is_filled_on_a_phone(phone, form):
    world = make_world()
    world.form = form
    scene = Scene(world, form, form, make_relationship(world), None)
    scene.session = plan_visit(scene)
    page = phone.page
    phone.sign_in(scene.mentor)
    page.goto(scene.path)
    assert page.evaluate(NODES) < MOST_NODES
    choose(page, "q0", "3")
    page.fill("#id_q2", "គ្រូសួរសំណួរបើក")
    for _ in range(QUESTIONS // A_SECTION - 1):
        go_next(page)
    page.fill("#id_q599", "ចប់")
    saved(page)
    page.reload()
    expect(page.locator("#id_q2")).to_have_value("គ្រូសួរសំណួរបើក")
    while not page.locator("[data-send]").is_visible():
        go_next(page)
    send(page)
    phone.eventually(lambda: Submission.objects.count() == 1)
    assert len(Submission.objects.get().answers) == 3
