"""Rubric checklists: indicators yes or no, and the level that follows."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from forms_builder.fields import registry
from forms_builder.models import ObservationForm
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.fields.test_tally_counter import part
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db

STEPS = ((1, "កំពុងចាប់ផ្តើម", 0), (2, "កំពុងរីកចម្រើន", 50), (3, "រឹងមាំ", 75))


def checklist(steps=STEPS, **value):
    levels = [
        {
            "type": "item",
            "id": f"level-{number}",
            "value": {"value": number, "label": label, "descriptor": "", "at_least": share},
        }
        for number, label, share in steps
    ]
    indicators = [part(code, f"សូចនាករ {code}") for code in "abcd"]
    return block(
        "rubric_checklist",
        "it",
        label="ពិនិត្យការយល់ដឹង",
        indicators=indicators,
        levels=levels,
        **value,
    )


def question(**value):
    return Question(checklist(**value))


def items(answers):
    words = {"y": "yes", "n": "no", "-": "na"}
    return {code: words[one] for code, one in zip("abcd", answers, strict=False)}


@pytest.mark.parametrize(
    ("answers", "level"),
    [("nnnn", 1), ("ynnn", 1), ("yynn", 2), ("yyyn", 3), ("yyyy", 3), ("yn--", 2), ("y---", 3)],
)
def test_level_follows_from_the_share_of_yes_among_what_applies(answers, level):
    value = question().check({"items": items(answers)})
    assert value == {"items": items(answers), "level": level}
    assert registry.get("rubric_checklist").typed({}, value) == level


def test_level_that_was_sent_does_not_count():
    raw = {"items": items("nnnn"), "level": 3, "na": True}
    assert question().check(raw) == {"items": items("nnnn"), "level": 1}


def test_checklist_where_nothing_applies_is_not_applicable_and_unscored():
    value = question().check({"items": items("----")})
    assert value["na"] is True and "level" not in value
    assert question().score(value)["form"] == {
        "points": "0",
        "out_of": "0",
        "answered": 0,
        "asked": 1,
    }


@pytest.mark.parametrize(
    "raw",
    [
        3,
        "yes",
        ["yes"],
        {"items": "yes"},
        {"items": {"a": "yes", "e": "no"}},
        {"items": items("yyy")},
        {"items": {**items("yyyy"), "a": "maybe"}},
        {"items": {**items("yyyy"), "a": True}},
        {"items": {**items("yyyy"), "a": ["yes"]}},
        {"items": items("yyyy"), "other": 1},
        {"items": items("yyyy"), "evidence": 7},
        {"items": items("yyyy"), "evidence": "ក\x00"},
        {"evidence": "ឃើញ"},
    ],
)
def test_checklist_refuses_what_is_no_answer_to_every_line(raw):
    assert question().refusal(raw)


def test_checklist_without_na_refuses_it():
    strict = question(allow_na=False)
    assert strict.refusal({"items": items("yyy-")})
    assert 'value="na"' not in strict.html()


def test_checklist_may_require_or_refuse_evidence():
    assert question(evidence="REQUIRED").refusal({"items": items("yyyy")})
    assert question(evidence="REQUIRED").check({"items": items("yyyy"), "evidence": "ឃើញ"})
    assert question(evidence="NONE").refusal({"items": items("yyyy"), "evidence": "ឃើញ"})
    assert "textarea" not in question(evidence="NONE").html()


def test_checklist_is_scored_like_a_rubric():
    value = {"items": items("yyyn"), "level": 3}
    row = question(weight="2").score(value)["criteria"]["it"]
    assert (row["points"], row["out_of"], row["level"]) == ("6", "6", 3)
    row = question(reverse=True).score(value)["criteria"]["it"]
    assert (row["points"], row["out_of"]) == ("1", "3")
    assert question(unscored=True).score(value)["criteria"] == {}


def test_checklist_is_read_from_a_post_and_shown_again():
    asked = question()
    raw = asked.post("it__item__a=yes&it__item__b=na&it__evidence=+")
    assert raw == {"items": {"a": "yes", "b": "na"}}
    html = asked.html(raw, ["ខុស"])
    assert 'name="it__item__a" id="id_it" value="yes" checked' in html
    assert 'id="id_it__b__na" value="na" checked' in html
    assert html.count("<fieldset") == 5
    assert asked.post("it__evidence=+") is None
    asked.html({"items": 5, "evidence": 7})


def test_checklist_is_exported_with_what_was_seen():
    asked, kind = question(), registry.get("rubric_checklist")
    with translation.override("km"):
        exported = kind.export(asked.item, {"items": items("yyn-"), "level": 2}, asked.words)
    assert exported.startswith("2 កំពុងរីកចម្រើន (")
    assert "២" in exported and "៣" in exported


@pytest.mark.parametrize(
    "steps",
    [
        ((1, "ក", 10), (2, "ខ", 50)),
        ((1, "ក", 0), (2, "ខ", 50), (3, "គ", 50)),
        ((1, "ក", 50), (2, "ខ", 0)),
        ((1, "ក", 0), (1, "ខ", 50)),
    ],
)
def test_thresholds_must_rise_from_nought(steps):
    stream = ObservationForm.body.field.stream_block
    stream.clean(stream.to_python([checklist()]))
    with pytest.raises(ValidationError):
        stream.clean(stream.to_python([checklist(steps=steps)]))
