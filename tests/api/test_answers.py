"""Files of answers over the API: in scope, noted for the teacher, told apart by address."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from mentoring.choices import RecordKind
from mentoring.models import RecordReading
from tests.api.client import ApiClient, problem
from tests.factories_mentoring import make_session, observe

CODE = "observation"


def content(response) -> bytes:
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response.streaming_content)


def rows(client: ApiClient, query: str = "") -> list[dict[str, str]]:
    raw = content(client.get(f"forms/{CODE}/answers.csv", query))
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_mentor_gets_the_own_observations_in_each_kind_of_file(world, session, mentor):
    id = str(observe(world, session).submission.pk)
    (row,) = rows(mentor)
    assert (row["_submission"], row["clarity"], row["rules"]) == (id, "3", "na")
    response = mentor.get(f"forms/{CODE}/answers.json", Accept="text/html")
    assert response["Content-Type"] == "application/json"
    assert json.loads(content(response))["submissions"][0]["submission"] == id
    response = mentor.get(f"forms/{CODE}/answers.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="observation.xlsx"'
    assert "no-store" in response["Cache-Control"]
    assert load_workbook(io.BytesIO(content(response))).worksheets[0]["A2"].value == id


def test_words_come_in_the_language_asked_for(world, session, mentor):
    observe(world, session)
    (row,) = rows(mentor, "labels=true&language=km")
    assert row["ការពន្យល់ច្បាស់លាស់"] == "3 រឹងមាំ"
    assert "Submission" in rows(mentor, "labels=true&language=en")[0]


def test_those_who_see_no_ratings_get_none(world, session):
    observe(world, session)
    for person in (world.coordinator, world.leader, world.other_mentor, world.mentee):
        assert rows(ApiClient(person)) == []


def test_teacher_sees_who_took_the_record(world, session, mentor):
    observe(world, session)
    rows(mentor)
    reading = RecordReading.objects.get()
    assert (reading.session, reading.record, reading.reader) == (
        session,
        RecordKind.DATA,
        world.mentor,
    )
    rows(ApiClient(world.coordinator))
    assert RecordReading.objects.count() == 1


@pytest.mark.parametrize("query", ["labels=perhaps", "language=xx", "repeat=none", "repeat=A%00"])
def test_strange_parameters_are_refused_in_words(world, mentor, query):
    assert problem(mentor.get(f"forms/{CODE}/answers.csv", query), 400)["errors"]


def test_unknown_form_and_nobody_are_refused(world, mentor, nobody):
    problem(mentor.get("forms/nothing/answers.csv"), 404)
    problem(nobody.get(f"forms/{CODE}/answers.csv"), 401)


def test_queries_do_not_depend_on_the_number_of_rows(world, relationship, mentor):
    def cost() -> int:
        return len(mentor.queries(f"forms/{CODE}/answers.csv"))

    observe(world, make_session(world, relationship, offset=-1))
    cost()
    one = cost()
    for offset in (-2, -3):
        observe(world, make_session(world, relationship, offset=offset))
    cost()  # notes the new records, once a day
    assert cost() == one
