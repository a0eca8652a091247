"""Points with what they are out of: by criterion, domain and form."""

import pytest

from forms_builder.logic.outline import items_of
from forms_builder.scores import score
from tests.forms_builder.samples import (
    NOW,
    block,
    choices,
    make_domain,
    one_question,
    only_if,
    rubric,
)

pytestmark = pytest.mark.django_db


def scores(answers, *blocks):
    schema, _texts = one_question(*blocks)
    return score(
        schema,
        {item["id"]: answers[item["code"]] for item in items_of(schema) if item["code"] in answers},
        now=NOW,
    )


def test_points_are_added_up_by_domain_and_form():
    teaching, climate = make_domain("teaching").pk, make_domain("climate", "បរិយាកាស").pk
    result = scores(
        {"a": {"level": 3}, "b": {"level": 2}, "c": {"level": 4}},
        rubric("a", "ក", domain=teaching),
        rubric("b", "ខ", domain=teaching, weight="2"),
        rubric("c", "គ", domain=climate, weight="0.5"),
        rubric("d", "ឃ"),
    )
    assert result["domains"]["teaching"] == {
        "points": "7",
        "out_of": "12",
        "answered": 2,
        "asked": 2,
    }
    assert result["domains"]["climate"]["points"] == "2"
    assert result["form"] == {"points": "9", "out_of": "14", "answered": 3, "asked": 4}
    assert result["criteria"]["d"]["points"] is None


def test_not_applicable_and_unanswered_are_outside_the_denominator():
    result = scores(
        {"a": {"level": 4}, "b": {"na": True}}, rubric("a", "ក"), rubric("b", "ខ"), rubric("c", "គ")
    )
    assert result["form"] == {"points": "4", "out_of": "4", "answered": 1, "asked": 3}
    assert result["criteria"]["b"]["na"] is True
    assert result["criteria"]["c"]["na"] is False


def test_hidden_criterion_is_not_asked():
    blocks = (
        choices("single_choice", "kind", "ប្រភេទ", {"group": "ក្រុម", "whole": "ទាំងអស់"}),
        rubric("a", "ក", rules=[only_if("kind", "group")]),
        rubric("b", "ខ"),
    )
    assert scores({"kind": "whole", "b": {"level": 1}}, *blocks)["form"]["asked"] == 1
    assert scores({"kind": "group", "b": {"level": 1}}, *blocks)["form"]["asked"] == 2


def test_weights_add_up_exactly():
    result = scores(
        {code: {"level": 1} for code in ("a", "b", "c")},
        *(rubric(code, code, weight="0.1") for code in ("a", "b", "c")),
    )
    assert result["form"]["points"] == "0.3"
    assert result["form"]["out_of"] == "1.2"


def test_form_without_criteria_has_no_points():
    result = scores({"a": "ក"}, block("text", "a", label="ក"))
    assert result == {
        "form": {"points": "0", "out_of": "0", "answered": 0, "asked": 0},
        "domains": {},
        "criteria": {},
    }
