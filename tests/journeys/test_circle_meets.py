"""A circle with six members: planned at the desk, held on a phone, reflected on, seen in lists."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from mentoring_pages.demo.source import read
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

NAME = "វង់សិក្សាការនិទានរឿង"
LEADER = "puok_mentor2"
MEMBERS = ["puok_mentee1", "puok_mentee2", "puok_mentee3", "puok_mentee4", "puok_mentee5"]
SIXTH = "puok_mentor3"  # a mentor learns beside the teachers
WHERE = "ក្រោមដើមពោធិ៍"
STEP = "និទានរឿងមួយក្នុងថ្នាក់ ហើយស្តាប់សិស្សនិទានតាម"
WORDS = "ខ្ញុំរៀនប្រើសំឡេងខុសៗគ្នាពេលនិទាន"
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def today_typed() -> str:
    day = datetime.datetime.now(ZoneInfo("Asia/Phnom_Penh")).date()
    return day.strftime("%d/%m/%Y").translate(KHMER_DIGITS)


def send(page: Page) -> None:
    page.locator("main footer button[type='submit'], main form button[type='submit']").last.click()


def names_of(usernames: list[str]) -> dict[str, str]:
    """Full names of people of the demonstration, by their usernames."""
    rows = {row["username"]: row for row in read("people")["people"]}
    return {
        name: f"{rows[name]['family_name_km']} {rows[name]['given_name_km']}" for name in usernames
    }


def start_circle(coordinator: Person, names: dict[str, str]) -> str:
    """Fill in the form of a new group at the desk; returns the address of its page there."""
    page = coordinator.open("/admin/mentoring/groups/new/")
    page.fill("[name='name']", NAME)
    page.check("[name='kind'][value='CIRCLE']")
    page.locator("input[aria-controls='id_place']").fill("ផ្កាឈូក")
    place = page.locator("select[name='place'] option").filter(has_text="ផ្កាឈូក").first
    page.select_option("select[name='place']", place.get_attribute("value"))
    for username, name in names.items():
        field = "facilitators" if username == LEADER else "members"
        page.locator(f"label:has(input[name='{field}'])").filter(has_text=name).click()
    coordinator.picture("circle-1-new")
    send(page)
    expect(page.locator(".messages .success")).to_be_visible()
    page.locator("main table tbody tr").filter(has_text=NAME).locator("a[href]").first.click()
    page.wait_for_url(re.compile("/inspect/"))
    return re.sub("^https?://[^/]+", "", page.url)


def plan_meeting(coordinator: Person, group: str) -> str:
    """From the page of the group; returns the id of the session."""
    page = coordinator.page
    page.locator("a[href*='/plan/']").first.click()
    page.wait_for_url(re.compile("/plan/"))
    page.fill("[name='scheduled_date']", today_typed())
    page.fill("[name='time']", "០៧:៣០")
    page.fill("[name='location']", WHERE)
    send(page)
    expect(page.locator(".messages .success")).to_be_visible()
    page.goto(group)
    link = page.locator("main a[href*='/admin/mentoring/sessions/inspect/']")
    return link.get_attribute("href").rstrip("/").rpartition("/")[2]


def test_circle_meets(people, program):
    names = names_of([LEADER, *MEMBERS, SIXTH])
    coordinator = people("coordinator")
    group = start_circle(coordinator, names)
    session = plan_meeting(coordinator, group)
    meeting = f"/m/sessions/{session}/"
    circle = f"/m/groups/{group.rstrip('/').rpartition('/')[2]}/"

    # A member finds it on the phone; a teacher who is no member does not.
    member = people(MEMBERS[0], phone=True)
    today = member.open("/m/")
    expect(today.locator("main")).to_contain_text(NAME)
    expect(today.locator(f"main a[href='{meeting}']").first).to_be_visible()
    expect(today.locator(f"main a[href='{circle}']")).to_be_visible()
    planned = member.open(meeting).locator("main")
    member.picture("circle-2-member")
    expect(planned).to_contain_text(WHERE)
    for name in names.values():
        expect(planned).to_contain_text(name)
    outsider = people("mentee", phone=True)
    assert [outsider.status_of(path) for path in (meeting, circle)] == [404, 404]

    # Who leads it begins, notes who is there, writes down what was agreed, and finishes.
    leader = people(LEADER, phone=True)
    page = leader.open(meeting)
    page.locator(f"form[action='{meeting}start/'] button").click()
    boxes = page.locator("input[name='present']")
    expect(boxes).to_have_count(7)
    for username in (LEADER, *MEMBERS[:3], SIXTH):
        page.locator("label.choice").filter(has_text=names[username]).click()
    leader.picture("circle-3-attendance")
    page.locator(f"form[action='{meeting}attendance/'] button.button--quiet").last.click()
    expect(page.locator("input[name='present']:checked")).to_have_count(5)
    page.locator(f"main a[href='{meeting}agreed/']").click()
    page.fill("[name='step0-what']", STEP)
    who = page.locator("select[name='step0-who'] option").filter(has_text=names[MEMBERS[0]])
    page.select_option("select[name='step0-who']", who.get_attribute("value"))
    leader.picture("circle-4-agreed")
    page.locator("button[name='save']").click()
    page.wait_for_url(f"**{meeting}")
    expect(page.locator("main")).to_contain_text(STEP)
    page.locator(f"form[action='{meeting}complete/'] button").click()
    expect(page.locator(f"form[action='{meeting}complete/']")).to_have_count(0)

    # Members say what they take with them; who leads reads it, the others do not.
    page = member.open("/m/")
    page.locator(f".next-step a[href='{meeting}reflect/']").click()
    page.fill("[name='went_well']", WORDS)
    member.picture("circle-5-reflection")
    page.locator("button[name='send']").click()
    page.wait_for_url(f"**{meeting}")
    expect(page.locator("main")).to_contain_text(WORDS)
    other = people(MEMBERS[1], phone=True)
    other.open(f"{meeting}reflect/").locator("button[name='passed']").click()
    other.page.wait_for_url(f"**{meeting}")
    expect(other.page.locator("main")).to_contain_text(STEP)
    expect(other.page.locator("main")).not_to_contain_text(WORDS)
    assert other.page.locator("form[action*='/items/']").count() == 0  # it is not theirs to do
    expect(leader.open(meeting).locator("main")).to_contain_text(WORDS)
    leader.picture("circle-6-reflections")

    # The step is done by the one who agreed to it.
    member.open(circle).locator("form[action*='/items/'] button").click()
    expect(member.page.locator("main")).not_to_contain_text(STEP)
    member.picture("circle-7-group")

    # It stands in the lists and in the API, for those whom it concerns alone; without the words.
    inspect = f"/admin/mentoring/sessions/inspect/{session}/"
    listed = member.open("/m/visits/").locator("main li").filter(has_text=NAME)
    expect(listed.first).to_be_visible()
    coordinator.open("/admin/mentoring/sessions/")
    expect(coordinator.page.locator(f"main a[href='{inspect}']").first).to_be_visible()
    shown = coordinator.open(inspect).locator("main")
    expect(shown).to_contain_text(names[SIXTH])
    for secret in (WORDS, STEP):
        expect(shown).not_to_contain_text(secret)
    for username in (MEMBERS[0], "coordinator"):
        told = program(username).get(f"sessions/{session}/").body
        assert (told["status"], told["relationship"]) == ("COMPLETED", None)
        assert circle == f"/m/groups/{told['group']}/"
        assert sum(row["attended"] for row in told["participants"]) == 5
        assert WORDS not in str(told) and STEP not in str(told)
    assert program("coordinator2").get(f"sessions/{session}/").status == 404
    other_district = people("coordinator2")
    assert [other_district.status_of(path) for path in (meeting, circle, inspect, group)] == [
        404,
        404,
        404,
        404,
    ]
