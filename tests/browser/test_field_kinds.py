"""Kinds of question with more than an input, on a phone: touched, kept, shown again and sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from forms_builder.answers import answers_by_code
from forms_builder.models import ObservationForm, Submission
from tests.browser.scene import Scene, choose, go_next, plan_visit, saved, send
from tests.factories_mentoring import make_relationship, make_world
from tests.forms_builder.fields.test_cascading_choice import SCHOOLS, own_list
from tests.forms_builder.fields.test_likert_group import POINTS, STATEMENTS
from tests.forms_builder.fields.test_matrix import CHOICES, COLUMNS, ROWS
from tests.forms_builder.samples import MATERIALS, SUBJECTS, block, choices, make_version


def body() -> list[dict]:
    return [
        block("section", "all", title="ប្រភេទសំណួរ"),
        block("range", "joined", label="ការចូលរួម", low_label="តិច", high_label="ច្រើន"),
        block("yes_no", "books", label="តើមានសៀវភៅទេ?"),
        choices("single_choice", "subject", "មុខវិជ្ជា", SUBJECTS, allow_other=True),
        choices("ranked_choice", "order", "លំដាប់", MATERIALS),
        block("cascading_choice", "school", label="សាលារៀន", list=own_list().pk),
        block("head_count", "present", label="សិស្សមានវត្តមាន"),
        block("calculated", "twice", label="ពីរដង", calculation="${present} * 2"),
        block("hidden", "edition", label="ជំនាន់", value="២០២៦"),
        block("likert_group", "views", label="យល់ស្រប?", statements=STATEMENTS, points=POINTS),
        block(
            "matrix",
            "table",
            label="សៀវភៅ",
            rows=ROWS,
            columns=COLUMNS,
            choices=CHOICES,
            required=False,
        ),
        block("acknowledgement", "read", label="សូមកុំរំខាន"),
        block("consent", "agreed", label="យល់ព្រមទេ?", text="គេអាចថតរូបសម្ភារៈ។"),
    ]


@pytest.fixture
def scene(own_database) -> Scene:
    world = make_world()
    version = make_version(body(), code="kinds")
    form = ObservationForm.objects.get(translation_key=version.form_id)
    scene = Scene(world, form, version, make_relationship(world), None)
    scene.session = plan_visit(scene)
    return scene


def question(page: Page, path: str):
    return page.locator(f"[data-question='{path}']")


def fill_all_kinds(page: Page) -> None:
    slider = question(page, "joined").locator("input[type=range]")
    expect(page.locator("[name=joined]")).to_have_value("")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.locator("[name=joined]")).to_have_value("៦")
    choose(page, "books", "no")
    choose(page, "subject", "other")
    page.locator("[name=subject__other]").fill("សិល្បៈ")
    for value in ("slates", "textbook", "board"):
        question(page, "order").locator(f"[data-value={value}] [data-move=up]").click()
    question(page, "order").locator("[data-value=board] [data-move=up]").click()
    steps = question(page, "school").locator("select")
    steps.nth(0).select_option("siemreap")
    steps.nth(1).select_option(SCHOOLS[0])
    page.locator("[name=present__girls]").fill("១២")
    page.locator("[name=present__boys]").fill("14")
    expect(page.locator("[name=present__total]")).to_have_value("២៦")
    expect(question(page, "twice").locator("output")).to_have_text("52")
    choose(page, "views__time", "4")
    choose(page, "views__tired", "1")
    page.locator("[name=table__khmer__number]").fill("៣០")
    page.locator("[name=table__khmer__good]").select_option("old")
    choose(page, "read", "OK")
    choose(page, "agreed__agreed", "no")


def test_total_that_does_not_add_up_is_said_at_once(phone, scene):
    page = phone.page
    phone.sign_in(scene.mentor)
    page.goto(scene.path)
    page.locator("[name=present__girls]").fill("១២")
    page.locator("[name=present__boys]").fill("14")
    page.locator("[name=present__total]").fill("25")
    expect(question(page, "present").locator("[data-unequal]")).to_be_visible()
    page.locator("[name=present__total]").fill("២៦")
    expect(question(page, "present").locator("[data-unequal]")).to_be_hidden()


def test_every_kind_is_filled_kept_and_sent(phone, scene):
    page = phone.page
    phone.sign_in(scene.mentor)
    page.goto(scene.path)
    fill_all_kinds(page)
    saved(page)
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / "kinds.png"), full_page=True)
    page.reload()

    # What was chosen stands there again, drawn from what was kept.
    order = question(page, "order").locator("[data-value]")
    expect(order.nth(0)).to_have_attribute("data-value", "slates")
    expect(order.nth(1)).to_have_attribute("data-value", "board")
    expect(page.locator("[name=subject__other]")).to_be_visible()
    expect(question(page, "school").locator("select").nth(1)).to_have_value(SCHOOLS[0])
    expect(question(page, "joined").locator("input[type=range]")).to_have_value("6")

    go_next(page)
    review = page.locator("[data-review]")
    expect(review).to_contain_text("សិល្បៈ")
    expect(review).not_to_contain_text("ជំនាន់")
    send(page)
    page.wait_for_url(f"**{scene.result_path}")
    assert phone.errors == []
    submission = Submission.objects.get()
    answers = answers_by_code(submission.version.schema, submission.answers)
    fingerprint = answers["agreed"].pop("text_hash")
    assert len(fingerprint) == 64
    assert answers == {
        "joined": "6",
        "books": "no",
        "subject": {"value": "other", "other": "សិល្បៈ"},
        "order": ["slates", "board", "textbook"],
        "school": ["siemreap", SCHOOLS[0]],
        "present": {"girls": 12, "boys": 14, "total": 26},
        "twice": "52",
        "edition": "២០២៦",
        "views": {"time": 4, "tired": 1},
        "table": {"khmer": {"number": "30", "good": "old"}},
        "read": "OK",
        "agreed": {"agreed": "no"},
    }


def test_list_in_steps_works_without_a_network_once_it_was_there(phone, scene):
    page = phone.page
    phone.sign_in(scene.mentor)
    page.goto(scene.path)
    phone.wait_for_worker()
    page.reload()
    expect(question(page, "school").locator("select").nth(0).locator("option")).to_have_count(3)
    phone.wait_for_page_kept(scene.path, scene.mentor)
    phone.go_offline()
    page.reload()
    steps = question(page, "school").locator("select")
    steps.nth(0).select_option("takeo")
    expect(steps.nth(1).locator("option")).to_have_count(2)
    expect(question(page, "school").locator("[data-no-list]")).to_be_hidden()
