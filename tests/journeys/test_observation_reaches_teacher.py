"""An observation on a phone reaches the teacher, and the sums for the school."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.person import Person

pytestmark = pytest.mark.browser

EVIDENCE = "សិស្សលើកដៃសួរ ហើយគ្រូឆ្លើយដោយញញឹម។"
WENT_WELL = "សិស្សរបស់ខ្ញុំហ៊ានសួរសំណួរច្រើនជាងមុន។"
STRENGTHS = "លោកគ្រូអ្នកគ្រូរង់ចាំចម្លើយដោយអត់ធ្មត់ ហើយសិស្សគ្រប់តុបានឆ្លើយ។"
FOCUS = "សាកល្បងឱ្យសិស្សពន្យល់ចម្លើយដល់មិត្តរួមតុ មុនពេលប្រាប់ថ្នាក់ទាំងមូល។"
STEP = "រៀបចំសំណួរបើកពីរ សម្រាប់មេរៀនស្អែក។"
REPLY = "សូមអរគុណ។ ខ្ញុំនឹងសាកល្បង។"


def answer(question: Locator) -> None:
    """Fill one question as its kind wants it, a rubric with its highest level."""
    code = question.get_attribute("data-question")
    kind = question.get_attribute("data-kind")
    if kind in ("rubric", "single_choice", "multiple_choice"):
        choices = question.locator("input:not([value='na'])")
        choices.nth(choices.count() - 1 if kind == "rubric" else 0).check(force=True)
        return
    typed = {"text": EVIDENCE, "integer": "១២", "decimal": "២.៥", "date": "", "time": "០៨:៣០"}
    question.locator(f"[name='{code}']").fill(typed[kind])


def answer_step(page: Page) -> None:
    """Fill what is shown of this step and still empty; an answer may bring up more questions."""
    done: set[str] = set()
    while True:
        asked = page.locator(
            "[data-section]:visible [data-question]:visible:not([data-kind='note'])"
        )
        codes = asked.evaluate_all("all => all.map((one) => one.dataset.question)")
        left = [code for code in codes if code not in done]
        if not left:
            return
        done.add(left[0])
        answer(page.locator(f"[data-question='{left[0]}']"))


def heading(page: Page) -> str:
    return page.locator("[data-section]:visible, [data-review]:visible").first.inner_text()


def go_on(page: Page) -> None:
    before = heading(page)
    page.locator("[data-next]").click()
    expect(page.locator("[data-section]:visible, [data-review]:visible").first).not_to_have_text(
        before
    )


def fill_visit(mentor: Person) -> None:
    """Section by section; the second one without a signal."""
    page = mentor.page
    expect(page.locator("form.observation--stepped")).to_be_visible()
    mentor.picture("observation-2-first-part")
    answer_step(page)
    page.locator("[data-next]").click()
    mentor.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    answer_step(page)
    page.locator("[data-section]:visible textarea[name$='__evidence']").first.fill(EVIDENCE)
    expect(page.locator("[data-saved]")).to_contain_text(re.compile("[០-៩]{2}:[០-៩]{2}"))
    mentor.picture("observation-3-no-signal")
    mentor.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    while page.locator("[data-next]").is_visible():
        page.locator("[data-next]").click()
        answer_step(page)
    mentor.picture("observation-4-review")


def wait_for_notice(person: Person, path: str) -> None:
    """Until the worker has delivered the notice that leads to `path`."""
    link = person.open("/m/notices/").locator(f"main a[href='{path}']")
    for _try in range(60):
        if link.count():
            return
        person.page.wait_for_timeout(500)  # milliseconds, between two looks
        person.page.reload()
    pytest.fail(f"no notice leads to {path}")


def test_observation_reaches_teacher(people, program, system):
    mentor, mentee = people("mentor", phone=True), people("mentee", phone=True)

    # Today's visit, filled on the phone, sent and received.
    today = mentor.open("/m/")
    mentor.picture("observation-1-today")
    today.locator(".next-step a[href$='/observe/']").click()
    session = today.url.split("/")[-3]
    path = f"/m/sessions/{session}/"
    fill_visit(mentor)
    today.locator("[data-send]").click()
    today.wait_for_url(f"**{path}result/")

    # The result by domain, every sum with what it is out of.
    bars = today.locator(".score")
    expect(bars.first).to_be_visible()
    mentor.picture("observation-5-result")
    values = today.locator(".score__value").all_inner_texts()
    assert len(values) >= 4
    assert all(len(re.findall("[០-៩]+", value)) == 2 for value in values), values
    expect(today.locator("main")).to_contain_text(EVIDENCE)

    # Feedback is closed until the teacher has spoken.
    mentor.open(f"{path}feedback/")
    mentor.picture("observation-6-closed")
    expect(mentor.page.locator("[name='strengths']")).to_have_count(0)
    assert mentee.status_of(f"{path}result/") == 404
    wait_for_notice(mentee, f"{path}reflect/")
    mentee.picture("observation-7-notices")
    reflection = mentee.open(f"{path}reflect/")
    reflection.fill("[name='went_well']", WENT_WELL)
    mentee.picture("observation-8-reflection")
    reflection.locator("button[name='send']").click()
    reflection.wait_for_url(f"**{path}")
    expect(reflection.locator("main")).to_contain_text(WENT_WELL)

    # Strengths, one focus, next steps; seen by nobody before the release.
    wait_for_notice(mentor, f"{path}feedback/")
    letter = mentor.open(f"{path}feedback/")
    expect(letter.locator("main")).to_contain_text(WENT_WELL)
    letter.fill("[name='strengths']", STRENGTHS)
    letter.fill("[name='focus']", FOCUS)
    letter.fill("[name='step0-what']", STEP)
    letter.fill("[name='step0-due_date']", "២១/១១/២០៩៩")
    mentor.picture("observation-9-feedback")
    letter.locator("button[name='preview']").click()
    letter.wait_for_url(f"**{path}feedback/preview/")
    expect(letter.locator("article.letter")).to_contain_text(FOCUS)
    mentor.picture("observation-10-preview")
    assert mentee.status_of(f"{path}letter/") == 404
    letter.locator("main form button").click()
    letter.wait_for_url(f"**{path}letter/")

    # The teacher reads, answers, and sees their growth.
    wait_for_notice(mentee, f"{path}letter/")
    read = mentee.open(f"{path}letter/")
    for words in (STRENGTHS, FOCUS, STEP, WENT_WELL):
        expect(read.locator("article.letter")).to_contain_text(words)
    mentee.picture("observation-11-letter")
    read.fill("[name='reply']", REPLY)
    read.locator("main form > button:not([type='button'])").click()
    expect(read.locator("[name='reply']")).to_have_count(0)
    wait_for_notice(mentor, path)
    expect(mentor.open(f"{path}letter/").locator("main")).to_contain_text(REPLY)
    growth = mentee.open("/m/growth/")
    expect(growth.locator("svg.growth__chart").first).to_be_visible()
    growth.locator("figure.growth summary").first.click()
    expect(growth.locator("figure.growth table tbody tr").last).to_be_visible()
    assert (
        growth.locator("figure.growth").first.locator("tbody tr").count()
        == growth.locator("figure.growth").first.locator("circle").count()
    )
    mentee.picture("observation-12-growth")

    # Nobody else reads a person's ratings.
    stored = program("mentor").get(f"submissions/?session={session}").body["results"]
    assert len(stored) == 1
    coordinator, leader = people("coordinator"), people("leader", phone=True)
    assert program("coordinator").get(f"submissions/?session={session}").body["results"] == []
    assert program("coordinator").get(f"submissions/{stored[0]['id']}/").status == 404
    assert coordinator.status_of(f"{path}result/") == 404
    assert coordinator.status_of(f"{path}letter/") == 404
    inspect = f"/admin/mentoring/sessions/inspect/{session}/"
    expect(coordinator.open(inspect).locator("main")).not_to_contain_text(EVIDENCE)
    coordinator.picture("observation-13-coordinator")
    school = leader.open("/m/school/")
    leader.picture("observation-14-school")
    expect(school.locator("main .score__note").first).to_be_visible()
    expect(school.locator("main .score__value")).to_have_count(0)
    assert leader.status_of(f"{path}result/") == 404

    # The sums are what the records add up to.
    compared = system.manage("rebuild_rollups", "--check")
    assert re.search(r"[1-9]\d* observations, 0 rows differed", compared)
