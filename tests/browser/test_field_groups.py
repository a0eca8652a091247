"""A circle on the phone: its meeting opens without a signal, and nothing noted is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mentoring.models import ActionItem, Reflection
from tests.factories_groups import begin, make_circle, make_meeting

WORDS = "ខ្ញុំចូលចិត្តឧទាហរណ៍របស់អ្នកគ្រូ"


@pytest.fixture
def circle(scene):
    return make_circle(scene.world)


def kept(phone) -> None:
    expect(phone.page.locator("form[data-keep] [data-saved]")).to_contain_text(":")


def tick(phone, person) -> None:
    phone.page.locator("label.choice").filter(has_text=person.respectful_name).click()


def present(session) -> set[int]:
    return set(session.participants.filter(attended=True).values_list("person", flat=True))


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_planned_meeting_opens_without_a_signal(phone, scene, circle, who):
    path = f"/m/sessions/{make_meeting(circle, offset=2).pk}/"
    user = getattr(scene, who)
    phone.sign_in(user)
    phone.wait_for_worker()
    phone.wait_for_page_kept(path, user)
    phone.go_offline()
    phone.page.goto(path)
    expect(phone.page.locator("h1")).to_have_text(circle.name)
    expect(phone.page.locator("[data-offline]")).to_be_visible()


def test_ticks_survive_a_lost_signal(phone, scene, circle):
    session = begin(make_meeting(circle))
    path = f"/m/sessions/{session.pk}/"
    phone.sign_in(scene.mentor)
    phone.wait_for_worker()
    phone.page.goto(path)
    tick(phone, scene.mentee)
    tick(phone, scene.mentor)
    kept(phone)
    phone.go_offline()
    phone.page.locator("form[data-keep] button.button--quiet").last.click()
    expect(phone.page.locator("[name=present]")).to_have_count(0)
    phone.go_online()
    phone.page.goto(path)
    expect(phone.page.locator("[name=present]:checked")).to_have_count(2)
    expect(phone.page.locator("[data-restored]")).to_be_visible()
    phone.page.locator("form[data-keep] button.button--quiet").last.click()
    expect(phone.page.locator(".toast--success")).to_be_visible()
    assert present(session) == {scene.mentor.pk, scene.mentee.pk}
    phone.eventually(lambda: phone.rows("drafts") == [])


def test_words_survive_an_expired_sign_in(phone, scene, circle):
    path = f"/m/sessions/{begin(make_meeting(circle)).pk}/reflect/"
    phone.sign_in(scene.mentee)
    phone.page.goto(path)
    phone.page.fill("#id_went_well", WORDS)
    kept(phone)
    phone.lose_session()
    phone.page.locator("[name=send]").click()
    phone.page.wait_for_url("**/sign-in/**")
    phone.sign_in(scene.mentee)
    phone.page.goto(path)
    expect(phone.page.locator("#id_went_well")).to_have_value(WORDS)
    phone.page.locator("[name=send]").click()
    expect(phone.page.locator(".toast--success")).to_be_visible()
    assert Reflection.objects.get().went_well == WORDS


def test_meeting_is_held_without_scripts(phones, scene, circle):
    session = make_meeting(circle)
    path = f"/m/sessions/{session.pk}/"
    phone = phones(java_script_enabled=False).sign_in(scene.mentor)
    page = phone.page
    page.goto(path)
    page.locator(f"form[action='{path}start/'] button").click()
    tick(phone, scene.mentee)
    page.locator(f"form[action='{path}attendance/'] button.button--quiet").last.click()
    expect(page.locator("[name=present]:checked")).to_have_count(1)
    page.locator(f"a[href='{path}agreed/']").click()
    page.fill("#id_step0-what", WORDS)
    page.locator("[name=save]").click()  # nobody is named yet
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#id_step0-what")).to_have_value(WORDS)
    page.select_option("#id_step0-who", str(scene.mentee.pk))
    page.locator("[name=save]").click()
    expect(page.locator("main")).to_contain_text(WORDS)
    page.locator(f"form[action='{path}complete/'] button").click()
    session.refresh_from_db()
    assert (session.status, present(session)) == ("COMPLETED", {scene.mentee.pk})
    assert ActionItem.objects.get().who == scene.mentee
