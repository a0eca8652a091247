"""Checking answers: the same for pages, phones, API and imports; nothing makes it stumble."""

import json

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_builder.answers import answers_by_code, answers_from_post, check_answers
from forms_builder.logic.outline import items_of
from forms_builder.schema import canonical
from forms_builder.scores import score
from tests.forms_builder.samples import (
    ANSWERS,
    NOW,
    block,
    choices,
    every_kind,
    one_question,
    only_if,
    rubric,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            form = one_question(*every_kind())
            transaction.set_rollback(True)
    return form


def check(asked, answers):
    schema, texts = asked
    return check_answers(schema, answers, texts=texts, now=NOW)


def test_good_answers_are_stored_by_block_id(asked):
    values, errors, _state = check(asked, ANSWERS)
    assert errors == {}
    assert answers_by_code(asked[0], values) == ANSWERS
    assert set(values) <= {item["id"] for item in items_of(asked[0])}


def test_required_questions_are_asked_for(asked):
    _values, errors, _state = check(asked, {})
    assert set(errors) == {"subject", "students", "clarity", "questions"}


def test_all_errors_come_at_once(asked):
    _values, errors, _state = check(asked, ANSWERS | {"students": "ច្រើន", "day": "ម្សិលមិញ"})
    assert set(errors) == {"students", "day"}


def test_unknown_question_is_an_error_under_its_name(asked):
    _values, errors, _state = check(asked, ANSWERS | {"shoe_size": 42})
    assert set(errors) == {"shoe_size"}


@pytest.mark.parametrize("key", ["", "ក" * 10, "x" * 5_000_000, "a\x00", "\ud800", "<b>"])
def test_unknown_question_with_a_name_not_fit_to_repeat_is_an_error_of_the_whole(asked, key):
    _values, errors, _state = check(asked, ANSWERS | {key: 1})
    assert set(errors) == {""}
    canonical(errors).encode()


def test_ten_thousand_unknown_questions_give_a_short_list(asked):
    _values, errors, _state = check(asked, ANSWERS | {f"x{n}": 1 for n in range(10_000)})
    assert 0 < len(errors) < 50


@pytest.mark.parametrize("answers", [None, [], "ក", 1, True, 1.5, [["subject", "khmer"]]])
def test_answers_that_are_no_object_are_an_error_of_the_whole(asked, answers):
    values, errors, _state = check(asked, answers)
    assert values == {} and set(errors) == {""}


def test_answers_nested_a_hundred_deep_are_an_error(asked):
    deep = json.loads("[" * 100 + "]" * 100)
    for code in ("subject", "students", "clarity", "materials"):
        _values, errors, _state = check(asked, ANSWERS | {code: deep})
        assert set(errors) == {code}


def test_answer_to_a_hidden_question_is_an_error_that_names_the_other_question(asked):
    _values, errors, _state = check(asked, ANSWERS | {"subject_other": "ចម្រៀង"})
    assert set(errors) == {"subject_other"}
    assert "មុខវិជ្ជា" in errors["subject_other"][0]


def test_question_that_is_shown_is_required(asked):
    assert set(check(asked, ANSWERS | {"subject": "other"}).errors) == {"subject_other"}
    good = ANSWERS | {"subject": "other", "subject_other": "ចម្រៀង"}
    assert check(asked, good).errors == {}


def test_question_behind_a_wrong_answer_is_not_blamed(asked):
    _values, errors, _state = check(asked, ANSWERS | {"subject": "wrong", "subject_other": "ចម្រៀង"})
    assert set(errors) == {"subject"}


def chain():
    return one_question(
        choices("single_choice", "a", "ក", {"yes": "បាទ", "no": "ទេ"}, required=False),
        choices("single_choice", "b", "ខ", {"yes": "បាទ", "no": "ទេ"}, rules=[only_if("a", "yes")]),
        block("text", "c", label="គ", rules=[only_if("b", "yes")]),
        block(
            "text",
            "d",
            label="ឃ",
            required=False,
            rules=[only_if("b", "yes", "IS_NOT")],
        ),
        block("text", "e", label="ង", rules=[only_if("b", operator="ANSWERED")]),
    )


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, set()),
        ({"a": "no"}, set()),
        ({"a": "no", "c": "ពាក្យ"}, {"c"}),
        ({"a": "no", "d": "ពាក្យ"}, set()),
        ({"a": "yes"}, {"b"}),
        ({"a": "yes", "b": "yes"}, {"c", "e"}),
        ({"a": "yes", "b": "yes", "c": "ពាក្យ", "d": "ពាក្យ", "e": "ពាក្យ"}, {"d"}),
        ({"a": "yes", "b": "no", "e": "ពាក្យ"}, set()),
    ],
)
def test_conditions_follow_each_other(answers, wrong):
    assert set(check(chain(), answers).errors) == wrong


def test_post_is_read_as_typed_and_can_be_shown_again(asked):
    data = QueryDict(
        "subject=khmer&students=%E1%9F%A3%E1%9F%A2+&materials=board&materials=slates"
        "&clarity=3&clarity__evidence=%E1%9E%80&questions=na&hours=&csrfmiddlewaretoken=x"
    )
    answers = answers_from_post(asked[0], data)
    assert answers == {
        "subject": "khmer",
        "students": "៣២",
        "materials": ["board", "slates"],
        "clarity": {"level": "3", "evidence": "ក"},
        "questions": {"na": True},
    }
    assert check(asked, answers).errors == {}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.characters(categories=["Cs"])
    | st.sampled_from(["khmer", "other", "៣២", "2026-11-21", "08:30", "na", "\x00", "3"]),
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["level", "na", "evidence"]),
            children,
            max_size=4,
        )
    ),
    max_leaves=12,
)
CODES = [entry["value"]["code"] for entry in every_kind()]
LIMITS = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@LIMITS
@given(answers=st.dictionaries(st.sampled_from(CODES) | st.text(max_size=10), JSON) | JSON)
def test_check_answers_never_stumbles_over_any_json(asked, answers):
    values, errors, _state = check(asked, answers)
    # What is accepted can be stored, checked again and scored; what is refused can be sent back.
    canonical(values).encode()
    canonical(errors).encode()
    assert all(messages and all(messages) for messages in errors.values())
    if not errors:
        again = check(asked, answers_by_code(asked[0], values))
        assert again.errors == {} and again.values == values
    score(asked[0], values, now=NOW)


RATING = st.one_of(
    st.none(), st.just({"na": True}), st.builds(lambda n: {"level": n}, st.integers(1, 4))
)


@LIMITS
@given(ratings=st.lists(RATING, min_size=1, max_size=8))
def test_scores_add_up_whatever_was_rated(ratings):
    schema, _texts = _scale(len(ratings))
    values = {
        item["id"]: rating
        for item, rating in zip(items_of(schema), ratings, strict=True)
        if rating is not None
    }
    result = score(schema, values, now=NOW)["form"]
    levels = [rating["level"] for rating in ratings if rating and "level" in rating]
    assert int(result["points"]) == sum(levels)
    assert int(result["out_of"]) == 4 * len(levels)
    assert (result["answered"], result["asked"]) == (len(levels), len(ratings))


_SCALES = {}


def _scale(count):
    if count not in _SCALES:
        _SCALES[count] = one_question(
            *(rubric(f"r{n}", f"លក្ខណៈ {n}", required=False) for n in range(count))
        )
    return _SCALES[count]
