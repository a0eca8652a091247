"""What an author is told about rules, groups and circles, with the question's name."""

import pytest

from forms_builder.models import ObservationForm
from forms_builder.structure import structure_errors
from tests.forms_builder.samples import block, rule

pytestmark = pytest.mark.django_db


def problems(*blocks):
    return structure_errors(ObservationForm.body.field.stream_block.to_python(list(blocks)))


def text(code, label, *expressions, effect="RELEVANT"):
    rules = [rule(effect, expression) for expression in expressions]
    return block("text", code, label=label, rules=rules)


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        ("${nothing} = 1", "nothing"),
        ("${a} = ", "ទីពីរ"),
        ("foo(${a})", "foo"),
        ("${topic} = 'ប្រភាគ'", "ប្រធានបទ"),
    ],
)
def test_rule_that_cannot_be_followed_is_named(expression, word):
    errors = problems(
        text("a", "ទីមួយ"),
        block("repeat", "r", label="មេរៀន"),
        text("topic", "ប្រធានបទ"),
        block("repeat_end"),
        text("b", "ទីពីរ", expression),
    )
    assert list(errors) == [4]
    assert "ទីពីរ" in errors[4] and word in errors[4]


def test_circle_names_its_questions():
    errors = problems(
        text("a", "ទីមួយ", "${b} = 'x'"), text("b", "ទីពីរ", "${c} = 'x'"), text("c", "ទីបី", "${a} = ''")
    )
    assert len(errors) == 1
    assert all(name in next(iter(errors.values())) for name in ("ទីមួយ", "ទីពីរ", "ទីបី"))


def test_constraint_may_look_at_its_own_answer():
    assert problems(text("a", "ទីមួយ", ". != ${a}", effect="CONSTRAINT")) == {}


@pytest.mark.parametrize(
    ("kinds", "index"),
    [
        (["group", "text"], 0),
        (["text", "group_end"], 1),
        (["group", "repeat", "group_end", "repeat_end"], 2),
        (["repeat", "section", "repeat_end"], 0),
    ],
)
def test_group_without_its_end_is_named(kinds, index):
    words = {"section": "title"}
    blocks = [
        block(kind, f"c{n}", **{words.get(kind, "label"): f"ពាក្យ {n}"})
        for n, kind in enumerate(kinds)
    ]
    assert index in problems(*blocks)


def test_groups_in_repeats_are_good():
    assert (
        problems(
            block("repeat", "r", label="មេរៀន"),
            block("group", "g", label="ក្រុម"),
            text("a", "ទីមួយ"),
            block("group_end"),
            block("repeat_end"),
        )
        == {}
    )
