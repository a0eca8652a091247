"""Whatever tree and whatever text: the way there and back, and no other error than ours."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_builder.expressions import (
    ExpressionFailed,
    ExpressionRefused,
    evaluate,
    parse,
    references,
    to_boolean,
    to_number,
    to_text,
    to_xpath,
)
from forms_builder.expressions.functions import FUNCTIONS
from forms_builder.expressions.tree import CHAINS, COMPARISONS
from tests.forms_builder.expressions.scope import FORM, INNER, SmallScope

CODES = st.sampled_from([*FORM["questions"], *INNER])
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="'\"$", exclude_categories=["Cs"]), max_size=6
)
NUMBERS = st.floats(min_value=0, allow_nan=False, allow_infinity=False).map(
    lambda number: parse(f"{number:.340f}"[:600])
)
LEAVES = st.one_of(
    st.builds(lambda text: ["text", text], TEXTS),
    NUMBERS,
    st.builds(lambda code: ["ref", code], CODES),
    st.just(["self"]),
    st.sampled_from([["call", "today"], ["call", "now"], ["call", "true"]]),
    st.builds(lambda code: ["call", "sum", ["ref", code]], CODES),
    st.builds(lambda levels: ["call", "position", ["up", "/".join([".."] * levels)]], st.just(1)),
)
# Functions that take any values, with the number of them that is tried.
_ANY = [
    (name, count)
    for name, function in FUNCTIONS.items()
    if function.run
    and function.most != 0
    and name not in ("sum", "pow", "format-date", "format-date-time")
    for count in {function.least, function.most or 4}
    if count
] + [("if", 3), ("coalesce", 2), ("once", 1)]


def _grown(children: st.SearchStrategy) -> st.SearchStrategy:
    def chain(kind, first, others):
        # A chain never begins with a chain of the same operator: that is the same chain.
        rest = [first, *others]
        return [kind, *rest[0][1:], *rest[1:]] if first[0] == kind else [kind, *rest]

    return st.one_of(
        st.builds(
            chain, st.sampled_from(CHAINS), children, st.lists(children, min_size=1, max_size=3)
        ),
        st.builds(
            lambda kind, *two: [kind, *two], st.sampled_from(COMPARISONS), children, children
        ),
        st.builds(lambda child: ["neg", child], children),
        st.sampled_from(_ANY).flatmap(
            lambda call: st.lists(children, min_size=call[1], max_size=call[1]).map(
                lambda values: ["call", call[0], *values]
            )
        ),
        st.builds(
            lambda child, column: ["rows", "schools", column, ["=", ["column", "name"], child]],
            LEAVES.filter(lambda leaf: leaf[0] in ("text", "number", "ref")),
            st.sampled_from(["label", "province"]),
        ),
        st.builds(lambda child: ["call", "pow", child, ["number", "2"]], children),
        st.builds(lambda child: ["call", "format-date", child, ["text", "%d/%m/%Y"]], children),
    )


TREES = st.recursive(LEAVES, _grown, max_leaves=15)
SCOPE = {
    "now": "2026-11-22T14:05:09.123+07:00",
    "answers": {"name": "សុខ", "age": 34, "height": 1.5, "born": {"date": "1990-02-28"}},
    "lessons": [{"topic": "អំណាន", "pupils": 30}, {"pupils": 3}],
}
SIGNS = st.text(st.sampled_from("'\"$${}()[]./*+-=!<>|@:,% \n\t19aorស\u00a0‘"), max_size=60)
WORDS = st.lists(
    st.sampled_from(
        "${age} ${topic} . .. 1 2.5 'a' '' ( ) [ ] , + - * div mod = != < >= and or not( if( "
        "sum( count( instance('schools')/root/item / name today() selected( regex( '[a-z' "
        "position( once( $ | // @ :: item".split(" ")
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES)
def test_tree_written_and_read_again_is_the_same(tree):
    stored = json.loads(json.dumps(tree))
    assert parse(to_xpath(stored)) == tree
    assert all(to_xpath(["ref", code]) in to_xpath(tree) for code in references(tree))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES)
def test_every_tree_has_a_value_or_fails_in_words(tree):
    try:
        value = evaluate(tree, SmallScope(SCOPE))
    except ExpressionFailed as failed:
        assert str(failed)
        return
    assert isinstance(to_text(value), str)
    assert isinstance(to_number(value), float)
    assert to_boolean(value) in (True, False)
    to_text(value).encode()  # no half of a pair


@settings(max_examples=600, deadline=1_000)
@given(st.one_of(SIGNS, WORDS, st.text(max_size=80)))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        tree = parse(text)
    except ExpressionRefused as refused:
        assert str(refused)
        return
    assert parse(to_xpath(tree)) == tree
    with suppress(ExpressionFailed):
        evaluate(tree, SmallScope(SCOPE))


def test_a_chain_that_is_not_flattened_is_caught():
    """The property above can fail: this tree is not what its own text is read as."""
    tree = ["+", ["+", ["number", "1"], ["number", "2"]], ["number", "3"]]
    assert parse(to_xpath(tree)) != tree


@pytest.mark.parametrize("value", ["", "12", 3, 2.5, True, None])
def test_conversions_take_what_an_answer_may_be(value):
    assert isinstance(to_text(value), str)
    assert isinstance(to_number(value), float)
    assert isinstance(to_boolean(value), bool)
