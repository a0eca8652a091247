"""Counting, timing and watching in intervals on a phone: kept over a reload, sent, stored."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forms_builder.answers import answers_by_code
from forms_builder.models import ObservationForm, Submission
from tests.browser.scene import Scene, go_next, plan_visit, saved, send
from tests.factories_mentoring import make_relationship, make_world
from tests.forms_builder.fields.test_rubric_checklist import checklist
from tests.forms_builder.fields.test_tally_counter import part
from tests.forms_builder.samples import block, make_version, rule


def named(block_: dict, code: str) -> dict:
    block_["value"]["code"] = code
    return block_


BODY = [
    block("section", "watching", title="ការសង្កេត"),
    block("datetime", "begun", label="ពេលចាប់ផ្តើម", rules=[rule("DEFAULT", "now()")]),
    block("duration", "length", label="រយៈពេល"),
    block(
        "tally_counter",
        "questions",
        label="រាប់សំណួរ",
        counters=[part("open", "សំណួរបើក"), part("closed", "សំណួរបិទ")],
        per_minute=True,
    ),
    block(
        "timer",
        "talk",
        label="អ្នកនិយាយ",
        phases=[part("teacher", "គ្រូ"), part("students", "សិស្ស")],
    ),
    block(
        "interval_observation",
        "snapshots",
        label="អ្វីកំពុងកើតឡើង",
        every=5,
        minutes=15,
        codes=[part("explains", "ពន្យល់"), part("asks", "សួរ")],
    ),
    named(checklist(), "understanding"),
    block("place", "where", label="ទីតាំង", precision="STREET"),
    block("barcode", "book", label="សៀវភៅ", required=False),
    block(
        "integer",
        "together",
        label="សរុប",
        required=False,
        rules=[rule("CALCULATION", "${length} + ${questions} + ${understanding}")],
    ),
]


@pytest.fixture
def scene(own_database) -> Scene:
    world = make_world()
    version = make_version(BODY, code="watching")
    form = ObservationForm.objects.get(translation_key=version.form_id)
    scene = Scene(world, form, version, make_relationship(world), None)
    scene.session = plan_visit(scene)
    return scene


def question(page: Page, code: str):
    return page.locator(f"[data-question='{code}']")


def watch(page: Page) -> None:
    page.fill("[name=length__hours]", "១")
    page.fill("[name=length__minutes]", "៣០")
    more = question(page, "questions").locator("[data-counter=open] [data-step='1']")
    for _tap in range(3):
        more.click()
    question(page, "questions").locator("[data-counter=open] [data-step='-1']").click()
    page.fill("[name=questions__minutes]", "4")
    question(page, "talk").locator("[data-phase=teacher] [data-start]").click()
    question(page, "snapshots").locator("[data-begin]").click()
    page.locator("label:has([name=snapshots__0][value=asks])").click()
    for code, value in zip("abcd", ("yes", "yes", "no", "na"), strict=True):
        page.locator(f"label:has([name=understanding__item__{code}][value={value}])").click()
    page.fill("[name=where__latitude]", "១១.៥៥៦៤")
    page.fill("[name=where__longitude]", "104.9282")


def test_what_was_watched_is_kept_and_sent(phone, scene):
    page = phone.page
    phone.sign_in(scene.mentor)
    page.goto(scene.path)
    watch(page)
    expect(page.locator("[name=questions__count__open]")).to_have_value("២")
    expect(question(page, "questions")).to_contain_text("០.៥")
    expect(question(page, "understanding").locator("[data-level-name]")).to_have_text("កំពុងរីកចម្រើន")
    expect(page.locator("[name=together]")).to_have_value("94")
    saved(page)
    page.reload()
    teacher = question(page, "talk").locator("[data-phase=teacher]")
    expect(teacher.locator("[data-start]")).to_have_attribute("aria-pressed", "true")
    expect(teacher.locator("[data-now-line]")).to_be_visible()
    expect(page.locator("[name=questions__count__open]")).to_have_value("២")
    expect(page.locator("[name=snapshots__0][value=asks]")).to_be_checked()
    expect(question(page, "snapshots").locator("[data-begin]")).to_be_hidden()
    page.wait_for_timeout(1200)
    question(page, "talk").locator("[data-phase=students] [data-start]").click()
    expect(teacher.locator("[data-start]")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[name=talk__spent__teacher]")).not_to_have_value("")
    saved(page)
    go_next(page)
    expect(page.locator("[data-review]")).to_contain_text("សំណួរបើក: ២")
    send(page)
    page.wait_for_url(f"**{scene.result_path}")
    submission = Submission.objects.get()
    answers = answers_by_code(submission.version.schema, submission.answers)
    assert answers["length"] == 90
    assert answers["questions"]["counts"] == {"open": 2}
    assert [tap[:2] for tap in answers["questions"]["taps"]] == [["open", 1]] * 3 + [["open", -1]]
    assert answers["talk"]["seconds"]["teacher"] >= 1
    assert [span[0] for span in answers["talk"]["spans"]] == ["teacher", "students"]
    assert answers["snapshots"]["intervals"] == [["asks"], None, None]
    assert answers["snapshots"]["filled"][0] and answers["snapshots"]["started"]
    assert answers["understanding"]["level"] == 2
    assert answers["where"] == {"latitude": "11.556", "longitude": "104.928"}
    assert answers["together"] == 94
    assert len(answers["begun"]) == len("2026-11-21T08:30")
