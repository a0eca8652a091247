"""Statements on one scale: each rated, scored one by one."""

import uuid

import pytest

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def items(name, rows):
    return [
        {
            "type": "item",
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name} {row['value']}")),
            "value": row,
        }
        for row in rows
    ]


STATEMENTS = items(
    "statement",
    [
        {"label": "ខ្ញុំមានពេលរៀបចំមេរៀន", "value": "time"},
        {"label": "ខ្ញុំអស់កម្លាំង", "value": "tired", "reverse": True},
    ],
)
POINTS = items("point", [{"label": f"ចំណុច {number}", "value": number} for number in (1, 2, 3, 4)])


def question(**value):
    return Question(
        block(
            "likert_group", "it", label="យល់ស្របប៉ុនណា?", statements=STATEMENTS, points=POINTS, **value
        )
    )


@pytest.mark.parametrize("raw", [{"time": 4, "tired": "2"}, {"tired": "២", "time": "៤"}])
def test_each_statement_has_its_points(raw):
    assert question().check(raw) == {"time": 4, "tired": 2}


def test_all_statements_must_be_rated_where_an_answer_is_required():
    assert question(required=True).refusal({"time": 4})
    assert question(required=False).check({"time": 4, "tired": ""}) == {"time": 4}
    assert question(required=False).check({"time": "", "tired": None}) is None


@pytest.mark.parametrize(
    "raw",
    [
        {"time": 5, "tired": 1},
        {"time": True, "tired": 1},
        {"time": [1], "tired": 1},
        {"more": 1},
        4,
        "4",
        [4, 2],
    ],
)
def test_what_is_no_rating_is_refused(raw):
    assert question().refusal(raw)


def test_statements_are_scored_one_by_one_and_reversed_ones_from_the_other_end():
    asked = question(weight="2", required=False)
    assert asked.score({"time": 4, "tired": 2})["form"] == {
        "points": "14",
        "out_of": "16",
        "answered": 1,
        "asked": 1,
    }
    assert asked.score({"time": 4})["form"]["out_of"] == "8"
    assert asked.score(None)["form"]["out_of"] == "0"
    assert question().score({"time": 4, "tired": 2})["criteria"] == {}


def test_each_statement_is_a_group_of_radios():
    html = question().html({"time": "៤"})
    assert html.count("<fieldset") == 3
    assert html.count('type="radio"') == 8
    assert html.count(" checked") == 1
    assert question().post("it__time=4&it__tired=") == {"time": "4"}


def test_ratings_in_words():
    asked = question()
    said = registry.get("likert_group").export(asked.item, {"time": 4, "tired": 2}, asked.words)
    assert said.splitlines()[0] == "ខ្ញុំមានពេលរៀបចំមេរៀន: ចំណុច 4"
    assert registry.get("likert_group").typed({}, {"time": 4, "tired": 2}) == "time=4 tired=2"
