"""Another program reads and sends what its person may, with no more than a token and HTTP."""

from __future__ import annotations

import uuid
from typing import Any

FORM = "classroom_observation"


def an_answer(item: dict[str, Any]) -> Any:
    kind = item["kind"]
    if kind == "rubric":
        return {"level": item["levels"][-1]["value"]}
    if kind in ("single_choice", "multiple_choice"):
        value = item["choices"][0]["value"]
        return value if kind == "single_choice" else [value]
    return {"text": "ល្អ", "integer": 7, "decimal": "2.5", "date": "2026-11-21", "time": "08:30"}[
        kind
    ]


def answers_to(schema: dict[str, Any]) -> dict[str, Any]:
    items = [item for section in schema["sections"] for item in section["items"]]
    asked = [item for item in items if item["kind"] != "note" and not item["shown_if"]]
    return {item["code"]: an_answer(item) for item in asked}


def test_program_reads_lists_filters_and_sends_once(program):
    api = program("mentor2")
    assert program("").get("me/").status == 401
    assert api.get("me/").body["username"] == "mentor2"
    assert api.get("schema/?format=json").body["openapi"].startswith("3.1")

    # Lists, filters, and nothing outside the scope.
    relationships = api.get("relationships/").body["results"]
    assert len(relationships) == 1
    planned = api.get("sessions/?status=SCHEDULED&session_type=CLASSROOM_OBSERVATION").body
    done = api.get("sessions/?status=COMPLETED").body["results"]
    assert {row["status"] for row in planned["results"]} == {"SCHEDULED"}
    assert {row["status"] for row in done} == {"COMPLETED"}
    other = program("mentor").get("sessions/").body["results"][0]["id"]
    assert api.get(f"sessions/{other}/").status == 404

    # A form is fetched once.
    form = api.get(f"forms/{FORM}/").body
    version = f"forms/{FORM}/versions/{form['version']}/"
    first = api.get(version)
    again = api.get(version, If_None_Match=first.headers["etag"])
    assert (first.status, again.status, again.body) == (200, 304, None)

    # A record sent twice is found once; other words under its id are refused.
    session = planned["results"][0]["id"]
    address = f"submissions/{uuid.uuid4()}/"
    record = {
        "form": FORM,
        "version": form["version"],
        "language": "km",
        "session": session,
        "answers": answers_to(first.body["schema"]),
    }
    assert [api.put(address, record).status for _time in range(2)] == [201, 200]
    found = api.get(f"submissions/?session={session}").body["results"]
    assert [row["id"] for row in found] == [address.split("/")[1]]
    whole = api.get(address).body["scores"]["form"]
    assert whole["points"] == whole["out_of"] != "0"
    changed = {**record, "answers": {**record["answers"], "grade": 9}}
    refused = api.put(address, changed)
    assert (refused.status, refused.headers["content-type"]) == (409, "application/problem+json")
    wrong = api.put(f"submissions/{uuid.uuid4()}/", {**record, "answers": {"grade": "ប្រាំ"}})
    assert wrong.status == 422
    assert any("ក" <= letter <= "៿" for letter in str(wrong.body["errors"]["grade"]))
