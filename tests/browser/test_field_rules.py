"""Rules, groups and repeats of a form on a phone: shown, worked out, kept, sent, checked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from forms_builder.answers import answers_by_code
from forms_builder.models import Submission
from mentoring.models import MentoringSession
from tests.browser.scene import Scene, go_next, plan_visit, saved, send
from tests.factories_mentoring import make_relationship, make_world
from tests.forms_builder.samples import block, make_version, rule

BODY = [
    block("section", "start", title="មេរៀន"),
    block("integer", "pupils", label="ចំនួនសិស្ស", minimum=0, maximum=90),
    block(
        "group",
        "big",
        label="ថ្នាក់ធំ",
        rules=[rule("RELEVANT", "${pupils} > 40")],
    ),
    block("text", "why", label="ហេតុអ្វី"),
    block("group_end"),
    block("date", "day", label="ថ្ងៃ", required=False, rules=[rule("DEFAULT", "today()")]),
    block("section", "parts", title="ផ្នែកនៃមេរៀន"),
    block("repeat", "steps", label="ជំហាន", minimum=1, maximum=3),
    block("text", "name", label="ឈ្មោះជំហាន"),
    block(
        "integer",
        "minutes",
        label="នាទី",
        minimum=0,
        maximum=90,
        required=False,
        rules=[rule("CONSTRAINT", ". <= 30", message="ជំហានមួយមិនលើសពី ៣០ នាទីទេ។")],
    ),
    block("repeat_end"),
    block(
        "integer",
        "total",
        label="សរុប",
        required=False,
        rules=[rule("CALCULATION", "sum(${minutes})")],
    ),
    block(
        "section",
        "long",
        title="មេរៀនវែង",
        rules=[rule("RELEVANT", "${total} > 40")],
    ),
    block("text", "reason", label="មូលហេតុ", required=False),
]


@pytest.fixture
def scene(own_database) -> Scene:
    world = make_world()
    version = make_version(BODY, code="steps")
    form = version_form(version)
    scene = Scene(world, form, version, make_relationship(world), None)
    scene.session = plan_visit(scene)
    return scene


def version_form(version):
    from forms_builder.models import ObservationForm

    return ObservationForm.objects.get(translation_key=version.form_id)


def fill(page: Page, path: str, value: str) -> None:
    page.locator(f"[name='{path}']").fill(value)


def question(page: Page, path: str):
    return page.locator(f"[data-question='{path}']")


def test_group_is_shown_by_what_was_typed_in_khmer_digits(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    expect(question(phone.page, "why")).to_be_hidden()
    fill(phone.page, "pupils", "៤២")
    expect(question(phone.page, "why")).to_be_visible()
    fill(phone.page, "pupils", "៤០")
    expect(question(phone.page, "why")).to_be_hidden()


def test_default_is_filled_in_once(phone, scene):
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    day = phone.page.locator("[name=day]")
    expect(day).to_have_value(re.compile(r"[0-9]{2}/[0-9]{2}/20[0-9]{2}"))
    day.fill("")
    fill(phone.page, "pupils", "3")
    saved(phone.page)
    phone.page.reload()
    expect(phone.page.locator("[name=pupils]")).to_have_value("3")
    expect(phone.page.locator("[name=day]")).to_have_value("")


def test_repeats_are_added_deleted_kept_and_sent(phone, scene):
    page = phone.page
    phone.sign_in(scene.mentor)
    page.goto(scene.path)
    fill(page, "pupils", "២០")
    go_next(page)
    fill(page, "steps.0.name", "រំឭកមេរៀន")
    fill(page, "steps.0.minutes", "៥")
    page.locator("[data-add-instance]").click()
    fill(page, "steps.1.name", "មេរៀនថ្មី")
    fill(page, "steps.1.minutes", "50")
    expect(question(page, "steps.1.minutes")).to_contain_text("ជំហានមួយមិនលើសពី ៣០ នាទីទេ។")
    page.locator("[data-add-instance]").click()
    fill(page, "steps.2.name", "លំហាត់")
    fill(page, "steps.2.minutes", "25")
    expect(page.locator("[data-add-instance]")).to_be_hidden()
    expect(page.locator("[name=total]")).to_have_value("80")

    # The one in the middle goes; the last takes its number, on the page and in what is kept.
    page.locator("[data-instance='steps.1'] [data-remove-instance]").click()
    expect(page.locator("[name='steps.1.name']")).to_have_value("លំហាត់")
    expect(page.locator("[name=total]")).to_have_value("30")
    saved(page)
    page.reload()
    expect(page.locator("[name='steps.1.name']")).to_have_value("លំហាត់")
    expect(page.locator("[name='steps.2.name']")).to_have_count(0)

    go_next(page)
    send(page)
    page.wait_for_url(f"**{scene.result_path}")
    submission = Submission.objects.get()
    answers = answers_by_code(submission.version.schema, submission.answers)
    assert answers["steps"] == [
        {"name": "រំឭកមេរៀន", "minutes": 5},
        {"name": "លំហាត់", "minutes": 25},
    ]
    assert answers["total"] == 30
    assert MentoringSession.objects.get(pk=scene.session.pk).status == "COMPLETED"


def test_section_that_is_not_asked_is_no_step(phone, scene):
    page = phone.page
    phone.sign_in(scene.mentor)
    page.goto(scene.path)
    fill(page, "pupils", "2")
    progress = page.locator("[data-progress]")
    expect(progress).to_contain_text("៣")
    go_next(page)
    fill(page, "steps.0.name", "ទាំងអស់")
    fill(page, "steps.0.minutes", "30")
    page.locator("[data-add-instance]").click()
    fill(page, "steps.1.name", "ទៀត")
    fill(page, "steps.1.minutes", "30")
    expect(progress).to_contain_text("៤")
    go_next(page)
    expect(question(page, "reason")).to_be_visible()


def test_unfit_answer_cannot_be_sent(phone, scene):
    page = phone.page
    phone.sign_in(scene.mentor)
    page.goto(scene.path)
    fill(page, "pupils", "2")
    go_next(page)
    fill(page, "steps.0.name", "ទាំងអស់")
    fill(page, "steps.0.minutes", "31")
    go_next(page)
    expect(page.locator("[data-send]")).to_be_disabled()
    expect(page.locator("[data-review-missing]")).to_be_visible()


def test_instance_is_added_without_scripts(phones, scene):
    phone = phones(java_script_enabled=False)
    phone.sign_in(scene.mentor)
    phone.page.goto(scene.path)
    fill(phone.page, "steps.0.name", "រំឭកមេរៀន")
    phone.page.locator("[data-add-instance]").click()
    expect(phone.page.locator("[name='steps.0.name']")).to_have_value("រំឭកមេរៀន")
    fill(phone.page, "steps.1.name", "លំហាត់")
