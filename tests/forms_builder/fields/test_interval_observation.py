"""Interval observation: codes by interval, shares, weights."""

import json

import pytest
from django.utils import translation

from forms_builder.fields import registry
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db

AT = "2026-11-23T08:30:00+07:00"
STORED = "2026-11-23T01:30:00Z"


def question(weights=(0, 0, 0), **value):
    named = [("lecture", "ពន្យល់", "គ្រូ"), ("asks", "សួរ", ""), ("group", "ធ្វើជាក្រុម", "សិស្ស")]
    codes = [
        {
            "type": "item",
            "id": f"{code}-id",
            "value": {"value": code, "label": label, "heading": heading, "weight": str(weight)},
        }
        for (code, label, heading), weight in zip(named, weights, strict=True)
    ]
    value = {"every": 5, "minutes": 18, **value}
    return Question(block("interval_observation", "it", label="អ្វីកំពុងកើតឡើង", codes=codes, **value))


def test_intervals_cover_all_minutes():
    assert question().item["intervals"] == 4
    assert question(every=1, minutes=600).item["intervals"] == 120


def test_intervals_are_stored_with_what_was_not_observed():
    raw = {"intervals": [["asks", "lecture"], None, []], "started": AT, "filled": [AT, None, AT]}
    assert question().check(raw) == {
        "intervals": [["lecture", "asks"], None, [], None],
        "started": STORED,
        "filled": [STORED, None, STORED, None],
    }


def test_interval_with_none_of_the_codes_is_an_answer_and_nothing_is_not():
    assert question().check({"intervals": [[]]})["intervals"] == [[], None, None, None]
    assert question(required=False).check({"intervals": [None, None]}) is None
    assert question().refusal({"intervals": [None, None]})


@pytest.mark.parametrize(
    "raw",
    [
        "asks",
        ["asks"],
        {"intervals": "asks"},
        {"intervals": ["asks"]},
        {"intervals": [["sleeps"]]},
        {"intervals": [[["asks"]]]},
        {"intervals": [["asks"]] * 5},
        {"intervals": [["asks"] * 1000]},
        {"intervals": [{"asks": True}]},
        {"intervals": [[]], "more": 1},
        {"intervals": [[]], "started": 5},
        {"intervals": [[]], "started": "now"},
        {"intervals": [[]], "filled": 5},
        {"intervals": [[]], "filled": "["},
        {"intervals": [[]], "filled": [5]},
        {"intervals": [[]], "filled": [AT] * 5},
    ],
)
def test_interval_observation_refuses_what_is_none(raw):
    assert question().refusal(raw)


def test_intervals_are_read_from_a_post():
    asked = question()
    raw = asked.post("it__0=asks&it__0=group&it__2=-&it__started=x&it__filled=")
    assert raw == {"intervals": [["asks", "group"], None, [], None], "started": "x"}
    assert asked.post("it__started=x") is None


def test_intervals_are_named_groups_that_show_what_was_chosen():
    html = question().html({"intervals": [["asks"], None, []], "filled": [AT, None, AT]}, ["ខុស"])
    assert html.count("<details") == 4
    assert 'name="it__0" id="id_it" value="lecture"' in html
    assert 'name="it__0" id="id_it__0__1" value="asks" checked' in html
    assert 'id="id_it__2__none" value="-" checked' in html
    assert html.count(">គ្រូ</legend>") == html.count(">សិស្ស</legend>") == 4
    assert "data-vibrate" not in html
    assert "data-vibrate" in question(vibrate=True).html()
    question().html({"intervals": 5, "filled": json.dumps([AT]), "started": 5})


def test_share_of_intervals_is_exported_by_code():
    asked, kind = question(), registry.get("interval_observation")
    value = {"intervals": [["lecture"], ["lecture", "asks"], None, []], "started": STORED}
    with translation.override("en"):
        exported = kind.export(asked.item, value, asked.words)
    assert exported == ("3 of 4 intervals observed; ពន្យល់: 67% (2); សួរ: 33% (1); begun at 08:30")
    assert kind.typed({}, value) == 3.0


def test_intervals_are_scored_by_weighted_shares_only_where_there_are_weights():
    value = {"intervals": [["lecture", "group"], ["group"], None, ["asks"]]}
    assert question().score(value)["criteria"] == {}
    asked = question(weights=("0", "1", "3"))
    row = asked.score(value)["criteria"]["it"]
    assert (row["points"], row["out_of"], row["level"]) == ("2.3333", "4", None)
    assert asked.score(None)["form"]["out_of"] == "0"
