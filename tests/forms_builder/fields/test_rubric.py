"""Rubric criteria: levels, not applicable, evidence, weight."""

import pytest
from django.core.exceptions import ValidationError

from forms_builder.fields import registry
from forms_builder.models import ObservationForm
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import LEVELS, rubric

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(rubric("it", "ការពន្យល់ច្បាស់លាស់", **value))


@pytest.mark.parametrize("level", [3, "3", "៣", " ៣ ", 3.0])
def test_rubric_level_is_read_in_khmer_and_ascii_digits(level):
    assert question().check({"level": level}) == {"level": 3}


def test_rubric_keeps_evidence_clean():
    answer = {"level": 2, "evidence": " គ្រូសួរ\u200bសំណួរ "}
    assert question().check(answer) == {"level": 2, "evidence": "គ្រូសួរសំណួរ"}


def test_rubric_may_be_not_applicable_with_evidence():
    assert question().check({"na": True}) == {"na": True}
    assert question().check({"na": True, "evidence": "គ្មានពេល"}) == {
        "na": True,
        "evidence": "គ្មានពេល",
    }


@pytest.mark.parametrize(
    "raw",
    [
        3,
        "3",
        [3],
        {"level": 5},
        {"level": "ល្អ"},
        {"level": True},
        {"level": [3]},
        {"level": 3, "na": True},
        {"na": "yes"},
        {"na": 1},
        {"evidence": "ឃើញហើយ"},
        {"level": 3, "other": 1},
        {"level": 3, "evidence": 7},
        {"level": 3, "evidence": "ក\x00"},
        {"level": 3, "evidence": "ក" * 5_000_000},
        {"level": "3" * 5000},
        {"level": 10**400},
    ],
)
def test_rubric_refuses_what_is_no_rating(raw):
    assert question().refusal(raw)


def test_rubric_without_na_asks_for_a_level():
    assert question(allow_na=False).refusal({"na": True})


def test_rubric_may_require_evidence_except_where_not_applicable():
    strict = question(evidence="REQUIRED")
    assert strict.refusal({"level": 3})
    assert strict.check({"na": True}) == {"na": True}
    assert strict.check({"level": 3, "evidence": "ឃើញ"})


def test_rubric_that_asks_no_evidence_refuses_it():
    assert question(evidence="NONE").refusal({"level": 3, "evidence": "ឃើញ"})
    assert "textarea" not in question(evidence="NONE").html()


@pytest.mark.parametrize("raw", [None, {}, {"level": None}, {"na": False, "evidence": " "}])
def test_rubric_left_empty_is_no_answer(raw):
    assert question(required=False).check(raw) is None
    assert question(required=True).refusal(raw)


def test_rubric_scores_level_times_weight():
    result = question(weight="1.5").score({"level": 3})
    assert result["criteria"]["it"] == {
        "points": "4.5",
        "out_of": "6",
        "level": 3,
        "weight": "1.5",
        "domain": None,
        "na": False,
    }


def test_rubric_not_applicable_is_outside_the_denominator():
    result = question().score({"na": True})
    assert result["form"] == {"points": "0", "out_of": "0", "answered": 0, "asked": 1}
    assert result["criteria"]["it"]["na"] is True


def test_rubric_of_weight_zero_is_not_scored():
    assert question(weight="0").score({"level": 3})["criteria"] == {}


@pytest.mark.parametrize(("level", "points"), [(1, "4"), (2, "3"), (3, "2"), (4, "1")])
def test_reversed_rubric_gives_the_most_for_the_lowest_level(level, points):
    row = question(reverse=True).score({"level": level})["criteria"]["it"]
    assert (row["points"], row["out_of"], row["level"]) == (points, "4", level)


def test_reversed_rubric_not_applicable_is_outside_the_denominator():
    result = question(reverse=True).score({"na": True})
    assert result["form"] == {"points": "0", "out_of": "0", "answered": 0, "asked": 1}


def test_unscored_rubric_stands_outside_all_points():
    result = question(unscored=True).score({"level": 3})
    assert result["criteria"] == {}
    assert result["form"]["asked"] == 0


def test_rubric_without_scoring_options_has_the_structure_it_always_had():
    assert not {"reverse", "unscored"} & question().item.keys()
    assert question(reverse=True).item["reverse"] is True


def test_rubric_is_read_from_a_post_as_it_was_typed():
    assert question().post("it=3&it__evidence=+%E1%9E%80") == {"level": "3", "evidence": " ក"}
    assert question().post("it=na") == {"na": True}
    assert question().post("it__evidence=+") is None


def test_rubric_is_a_named_group_of_stacked_levels():
    html = question().html({"level": "៣", "evidence": "ឃើញ <b>"}, ["ខុស"])
    assert html.count('type="radio"') == len(LEVELS) + 1
    assert 'name="it" id="id_it" value="1"' in html
    assert 'value="3" checked' in html
    assert 'data-level="4"' in html
    assert "ឃើញ &lt;b&gt;" in html
    assert 'aria-describedby="it__error"' in html


def test_rubric_of_many_levels_uses_five_tones():
    html = question(names=[f"កម្រិត {n}" for n in range(1, 11)]).html()
    assert 'data-level="5"' in html and 'data-level="6"' not in html


def test_rubric_shows_the_example_behind_a_disclosure():
    block = rubric("it", "ការពន្យល់")
    block["value"]["levels"][0]["value"]["example"] = "គ្រូគូររូប។"
    html = Question(block).html()
    assert html.count("<details") == 1
    assert "គ្រូគូររូប។" in html


def test_rubric_levels_are_sorted_in_the_structure():
    block = rubric("it", "ការពន្យល់")
    block["value"]["levels"].reverse()
    assert Question(block).item["levels"] == [{"value": n} for n in (1, 2, 3, 4)]


def test_rubric_is_exported_in_words():
    asked = question()
    assert registry.get("rubric").export(asked.item, {"level": 3}, asked.words) == "3 រឹងមាំ"


def test_rubric_is_compared_by_level_and_na():
    kind = registry.get("rubric")
    assert kind.condition("${a}", "AT_LEAST", "៣") == "${a} >= 3"
    assert kind.condition("${a}", "IS", "na") == "${a} = 'na'"
    assert kind.typed({}, {"level": 3}) == 3.0
    assert kind.typed({}, {"na": True}) == "na"


def _clean(block):
    stream = ObservationForm.body.field.stream_block
    return stream.clean(stream.to_python([block]))


def test_two_levels_with_the_same_points_are_refused():
    block = rubric("it", "ការពន្យល់")
    block["value"]["levels"][1]["value"]["value"] = 1
    with pytest.raises(ValidationError):
        _clean(block)


def test_new_rubric_offers_four_khmer_levels_and_weight_one():
    value = ObservationForm.body.field.stream_block.child_blocks["rubric"].get_default()
    assert [level["value"] for level in value["levels"]] == [1, 2, 3, 4]
    assert all(level["label"] for level in value["levels"])
    assert value["weight"] == 1
    assert value["allow_na"]
