"""A coordinator makes a pair by hand, and only their own district knows of it."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.person import Person

pytestmark = pytest.mark.browser

MENTOR = {"username": "pair_mentor", "last_name": "ជា", "first_name": "សុភា"}
MENTEE = {"username": "pair_mentee", "last_name": "ទូច", "first_name": "ស្រីពេជ្រ"}
SCHOOL = "DEMO1707001"
FORM = "ការសង្កេតក្នុងថ្នាក់រៀន"
LOCATION = "ថ្នាក់ទី៣ក អគារ ខ"
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def in_days(days: int) -> str:
    """A day as a coordinator types it: day/month/year in Khmer digits."""
    day = datetime.datetime.now(ZoneInfo("Asia/Phnom_Penh")).date() + datetime.timedelta(days)
    return day.strftime("%d/%m/%Y").translate(KHMER_DIGITS)


def choose(page: Page, name: str, words: str) -> None:
    """Choose in a select the one option that has these words; find it first where one can."""
    box = page.locator(f"input[aria-controls='id_{name}']")
    if box.count():
        box.fill(words)
    option = page.locator(f"select[name='{name}'] option").filter(has_text=words)
    page.select_option(f"select[name='{name}']", option.get_attribute("value"))


def send(page: Page) -> None:
    page.locator("main footer button[type='submit'], main form button[type='submit']").last.click()


def create_account(coordinator: Person, names: dict[str, str], **chosen: str) -> str:
    """Fill in the form of a new account; returns the password that is shown once."""
    page = coordinator.open("/admin/accounts/new/")
    for name, value in names.items():
        page.fill(f"[name='{name}']", value)
    page.select_option("[name='role']", chosen["role"])
    choose(page, "place", SCHOOL)
    choose(page, "school", "ផ្កាឈូក")
    if "capacity" in chosen:
        page.fill("[name='capacity']", chosen["capacity"])
    send(page)
    expect(page.locator("main code")).to_be_visible()
    return page.locator("main code").inner_text()


def start_relationship(page: Page, mentor: str, mentee: str, end_date: str) -> None:
    page.goto("/admin/mentoring/relationships/new/")
    expect(page.locator("input[aria-controls='id_mentee']")).to_be_visible()
    choose(page, "mentor", mentor)
    choose(page, "mentee", mentee)
    page.fill("[name='end_date']", end_date)
    page.check("[name='focus_areas'][value='questioning']")
    send(page)


def open_row(page: Page, words: str) -> str:
    """Open the row of a list that has these words; returns its address."""
    page.locator("main table tbody tr").filter(has_text=words).locator("a[href]").first.click()
    page.wait_for_url(re.compile("/(inspect|edit)/"))
    return page.url.removeprefix(re.match("https?://[^/]+", page.url).group())


def key_in(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def test_pair_is_made(people, program):
    coordinator = people("coordinator")
    mentor_password = create_account(coordinator, MENTOR, role="MENTOR", capacity="១")
    coordinator.picture("pair-1-password")
    mentee_password = create_account(coordinator, MENTEE, role="MENTEE")
    page = coordinator.page

    # The pair, from the desk.
    coordinator.open("/admin/")
    coordinator.picture("pair-2-desk")
    expect(page.locator("main a[href='/admin/mentoring/relationships/new/']")).to_be_visible()
    start_relationship(page, MENTOR["first_name"], MENTEE["first_name"], in_days(90))
    page.wait_for_url(re.compile("/admin/mentoring/relationships/$"))
    expect(page.locator(".messages .success")).to_be_visible()
    coordinator.picture("pair-3-relationships")
    relationship = open_row(page, MENTEE["first_name"])
    coordinator.picture("pair-4-relationship")

    # An observation, from the page of the pair.
    page.locator("a[href*='/plan/']").first.click()
    page.wait_for_url(re.compile("/plan/"))
    page.fill("[name='scheduled_date']", in_days(1))
    page.fill("[name='time']", "០៨:៣០")
    choose(page, "form", FORM)
    page.fill("[name='location']", LOCATION)
    coordinator.picture("pair-5-plan")
    send(page)
    expect(page.locator(".messages .success")).to_be_visible()
    page.goto(relationship)
    session = page.locator("main a[href*='/admin/mentoring/sessions/inspect/']").get_attribute(
        "href"
    )
    visit = f"/m/sessions/{key_in(session)}/"

    # Both find it on their phones.
    mentor = people(MENTOR["username"], phone=True, password=mentor_password)
    today = mentor.open("/m/")
    mentor.picture("pair-6-mentor")
    expect(today.locator("main")).to_contain_text(MENTEE["first_name"])
    expect(
        today.locator(f"main a[href='{visit}observe/']")
        .or_(today.locator(f"main a[href='{visit}']"))
        .first
    ).to_be_visible()
    expect(mentor.open(visit).locator("main")).to_contain_text(LOCATION)
    assert mentor.status_of(f"{visit}observe/") == 200
    mentee = people(MENTEE["username"], phone=True, password=mentee_password)
    expect(mentee.open(visit).locator("main")).to_contain_text(LOCATION)
    assert mentee.status_of(f"{visit}observe/") == 404

    # One more than the mentor has room for: a kind word, and nothing typed is lost.
    end = in_days(120)
    start_relationship(page, MENTOR["first_name"], "តារា", end)
    coordinator.picture("pair-7-no-room")
    field = page.locator("[data-field]").filter(has=page.locator("select[name='mentor']"))
    expect(field.locator("[data-field-errors]")).to_contain_text(MENTOR["first_name"])
    expect(page.locator("[name='end_date']")).to_have_value(end)
    expect(page.locator("[name='focus_areas'][value='questioning']")).to_be_checked()
    for name, words in (("mentor", MENTOR["first_name"]), ("mentee", "តារា")):
        chosen = page.locator(f"select[name='{name}'] option:checked")
        expect(chosen).to_contain_text(words)
    page.goto("/admin/mentoring/relationships/")
    assert page.locator("main tbody tr").filter(has_text=MENTOR["first_name"]).count() == 1

    # For the other district none of it exists.
    page.goto("/admin/accounts/")
    person = open_row(page, MENTOR["first_name"])
    other = people("coordinator2")
    for address in (person, relationship, session):
        assert coordinator.status_of(address) == 200
        assert other.status_of(address) == 404
        history = re.sub("/(inspect|edit)/", "/history/", address)
        assert (coordinator.status_of(history), other.status_of(history)) == (200, 404)
    assert other.status_of(visit) == 404
    for path in ("accounts/", "mentoring/relationships/", "mentoring/sessions/"):
        listed = other.open(f"/admin/{path}").locator("main")
        expect(listed).not_to_contain_text(MENTOR["first_name"])
        expect(listed).not_to_contain_text(MENTEE["first_name"])
    for name, address in (("relationships", relationship), ("sessions", session)):
        path = f"{name}/{key_in(address)}/"
        assert program("coordinator").get(path).status == 200
        assert program("coordinator2").get(path).status == 404
