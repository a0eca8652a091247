"""Whole forms, made up: the phone says what the server says, answer by answer."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from forms_builder.answers import Reading
from forms_builder.expressions import to_text
from forms_builder.fields import registry
from forms_builder.logic.phone import phone_logic
from forms_builder.logic.state import FormState
from tests.forms_builder.expressions.cases import SCRIPTS
from tests.forms_builder.logic.generator import TABLES, FormMaker, make_answers
from tests.forms_builder.samples import NOW

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.xdist_group("browser"),
]
FORMS, ANSWERS = 150, 16
PAGE = "http://state.test/"
CLOCK = "2026-11-23T15:30:00.000+07:00"  # NOW in Cambodia


def said(state: FormState) -> dict[str, Any]:
    told: dict[str, Any] = {"asked": {}, "values": {}, "rules": {}, "offered": {}}
    for item in state.items.values():
        for path, prefix in state.paths(item):
            asked = told["asked"][path] = state.asked[path]
            if state.typed(path) != "":
                told["values"][path] = to_text(state.typed(path))
            for effect in ("constraint", "required", "read_only"):
                if asked and state.has_rule(item, effect):
                    told["rules"][f"{path} {effect}"] = state.rule(item, effect, prefix)
            if asked and state.has_rule(item, "choice_filter"):
                told["offered"][path] = state.offered(item, prefix)
    return {**told, "counts": state.counts}


def typed(state: FormState, path: str, value: Any) -> Any:
    item = state.items[path.rsplit(".", 1)[-1]]
    made = registry.get(item["kind"]).typed(item, value)
    return {"date": made.isoformat()} if isinstance(made, datetime.date) else made


def on_the_phone(
    browser, forms: list[dict], planted: tuple[str, str] = ("", ""), now: str = CLOCK
) -> list[dict]:
    """What the browser says; `planted`: in state.js, the second text for the first."""
    page = browser.new_page()

    def serve(route) -> None:
        name = route.request.url.removeprefix(PAGE)
        if not name:
            route.fulfill(body="<!doctype html><title>.</title>", content_type="text/html")
            return
        folder = SCRIPTS if name.startswith("js/") else Path(__file__).parent
        script = (folder / name.removeprefix("js/")).read_text()
        if name == "js/state.js":
            assert planted[0] in script
            script = script.replace(*planted) if planted[0] else script
        route.fulfill(body=script, content_type="text/javascript; charset=utf-8")

    page.route("**/*", serve)
    page.goto(PAGE)
    try:
        return json.loads(
            page.evaluate(
                """async ([forms, now]) =>
                    JSON.stringify((await import("/state.js")).results(JSON.parse(forms), now))""",
                [json.dumps(forms), now],
            )
        )
    finally:
        page.close()


def made_up() -> tuple[list[dict], list[dict]]:
    """Forms with cases for the phone, and what the server says of every case."""
    forms, server = [], []
    for seed in range(FORMS):
        schema, texts = FormMaker(seed).make()
        schema["lists"] = TABLES
        cases = []
        for turn in range(ANSWERS):
            reading = Reading(schema)
            reading.read(make_answers(schema, seed * 1_000 + turn))
            assert reading.errors == {}
            state = FormState(schema, reading.values, reading.counts, now=NOW, texts=texts)
            server.append(said(state))
            values = {path: typed(state, path, value) for path, value in reading.values.items()}
            cases.append({"values": values, "counts": reading.counts})
        forms.append({"logic": logic_of(schema, texts), "cases": cases})
    return forms, server


def logic_of(schema: dict, texts: dict) -> dict:
    return phone_logic(schema, texts) or _plain(schema)


def _plain(schema: dict) -> dict:
    """What the page of a form without rules does not even bring."""
    items = [{"code": section["code"], "kind": "section"} for section in schema["sections"]]
    items += [
        {"code": item["code"], "kind": item["kind"], "section": section["code"]}
        | ({"within": item["within"]} if "within" in item else {})
        for section in schema["sections"]
        for item in section["items"]
    ]
    return {"order": schema["order"], "items": items}


def test_phone_and_server_agree_on_every_form(browser):
    forms, server = made_up()
    phone = on_the_phone(browser, forms)
    print(f"{len(server)} cases compared")
    assert len(server) == len(phone) == FORMS * ANSWERS >= 2_000
    # The cases say something: much is hidden, worked out, broken.
    assert sum(False in case["asked"].values() for case in server) > len(server) / 3
    assert sum(len(case["counts"]) > 0 for case in server) > len(server) / 4
    assert sum(False in case["rules"].values() for case in server) > len(server) / 10
    different = [
        (ours, theirs) for ours, theirs in zip(server, phone, strict=True) if ours != theirs
    ]
    assert different == []


@pytest.mark.parametrize(
    "planted",
    [
        ("this.asked.get(around))", "this.asked.get(around) !== 0)"),
        ("!this.asked.get(path) ?", "false ?"),
        ("Math.trunc(Math.min(number, MOST))", "Math.trunc(Math.min(number, MOST)) + 1"),
    ],
)
def test_fault_planted_on_the_phone_is_noticed(browser, planted):
    """Negative control."""
    forms, server = made_up()
    assert on_the_phone(browser, forms, planted) != server
