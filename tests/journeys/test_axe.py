"""Every page that people of each role reach passes axe in four modes, two widths, two languages.

A page stands for all of its kind: one address of each route.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.khmer_lang import khmer_runs, page_language, stray_khmer

pytestmark = [pytest.mark.browser, pytest.mark.once]
AXE = Path(__file__).resolve().parents[1] / "browser" / "vendor" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
MODES = {
    "normal": {"text_size": "NORMAL", "contrast": "NORMAL", "simple": "0"},
    "high contrast": {"text_size": "NORMAL", "contrast": "HIGH", "simple": "0"},
    "large text": {"text_size": "LARGE", "contrast": "NORMAL", "simple": "0"},
    "simple": {"text_size": "NORMAL", "contrast": "NORMAL", "simple": "1"},
}
WIDTHS = (360, 1280)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)")
SCOPE = ("/m/", "/km/", "/en/", "/api/v1/docs/")
STARTS = {
    "": ["/km/", "/en/", "/sign-in/", "/offline/", "/api/v1/docs/"],
    "mentor": ["/m/", "/m/outbox/"],
    "mentee": ["/m/"],
    "master": ["/m/"],
    "leader": ["/m/", "/m/school/"],
    "coordinator": ["/m/"],
}
FLOOR = {"": 8, "mentor": 14, "mentee": 9, "master": 9, "leader": 2, "coordinator": 1}


def route_of(path: str) -> str:
    """Addresses with the same route differ only in their ids and, for stories, their slug."""
    path = ID.sub("•", path)
    return re.sub(r"(/(?:km|en)/[^/]+/)[^/]+/", r"\1•/", path)


def pages_of(person, starts: list[str]) -> list[str]:
    """One address of every route within reach of the links, starting from `starts`."""
    waiting, known, found = list(starts), {route_of(path) for path in starts}, []
    while waiting:
        path = waiting.pop(0)
        person.open(path)
        found.append(path)
        links = person.page.eval_on_selector_all(
            "a[href]", "links => links.map(link => link.getAttribute('href'))"
        )
        for link in links:
            link = urlsplit(link).path
            if link.startswith(SCOPE) and route_of(link) not in known:
                known.add(route_of(link))
                waiting.append(link)
    return found


def links_of(person, path: str, start: str) -> list[str]:
    """Where the page at `path` leads, of the addresses that begin so."""
    page = person.open(path)
    links = page.eval_on_selector_all(
        f"main a[href^='{start}']", "links => links.map(link => link.getAttribute('href'))"
    )
    return list(dict.fromkeys(links))


def group_pages_of(person) -> list[str]:
    """Of each kind of group of this person: its pages, and a coming and an earlier meeting of it.

    They share their addresses' route with the visits of pairs, and look different.
    """
    found = []
    for group in links_of(person, "/m/", "/m/groups/"):
        meetings = links_of(person, group, "/m/sessions/")
        found += [group, *links_of(person, group, group), *meetings]
        for meeting in meetings:
            found += links_of(person, meeting, meeting)
    return found


def choose(person, **choices: str) -> None:
    cookies = {cookie["name"]: cookie["value"] for cookie in person.context.cookies()}
    answer = person.context.request.post(
        "/preferences/",
        form={**choices, "next": "/healthz", "csrfmiddlewaretoken": cookies["csrftoken"]},
        headers={"Referer": person.page.url},
    )
    assert answer.ok


def violations(page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("role", STARTS)
def test_pages_pass_axe(people, role):
    person = people(role)
    person.open("/sign-in/" if not role else "/m/")
    pages = pages_of(person, STARTS[role])
    pages += [path for path in group_pages_of(person) if path not in pages] if role else []
    assert len(pages) >= FLOOR[role]
    found: list[str] = []
    runs = 0
    for language in ("km", "en"):
        for mode, choices in MODES.items():
            if language == "en" and mode != "normal":
                continue  # the same rules of style in both languages
            choose(person, language=language, **choices)
            for width in WIDTHS:
                person.page.set_viewport_size({"width": width, "height": 800})
                for path in pages:
                    page = person.open(path)
                    runs += 1
                    where = f"{path} {language} {mode} {width}"
                    found += [f"{where} {row}" for row in violations(page)]
                    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                    if over > 0:
                        found.append(f"{where} is {over} pixels wider than the screen")
                    html = page.content()
                    found += [f"{where} not in lang=km: {text}" for text in stray_khmer(html)]
                    if language == "km" and not path.startswith("/en/"):
                        assert page_language(html) == "km", where
                        assert khmer_runs(html) > 3, where
    choose(person, language="km", **MODES["normal"])  # others use this account after us
    print(f"{role or 'visitor'}: {len(pages)} kinds of page, {runs} runs of axe")
    assert found == []


def test_axe_notices_a_field_without_a_label(people):
    """Negative control."""
    page = people().open("/sign-in/")
    page.evaluate("document.querySelectorAll('main label').forEach(label => label.remove())")
    assert any(row.startswith("label") for row in violations(page))
