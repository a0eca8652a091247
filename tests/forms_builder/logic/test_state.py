"""What is asked and worked out: groups, repeats, calculations, and what is not known yet."""

import pytest

from forms_builder.answers import answers_by_code, check_answers
from forms_builder.logic.outline import items_of
from forms_builder.logic.paths import by_path, nested
from forms_builder.logic.state import FormState
from tests.forms_builder.samples import NOW, block, choices, one_question, only_if, rule

pytestmark = pytest.mark.django_db


def number(code, label="ចំនួន", **value):
    return block("integer", code, label=label, minimum=0, maximum=1000, required=False, **value)


def text(code, label="ពាក្យ", **value):
    return block("text", code, label=label, required=False, **value)


def check(body, answers):
    schema, texts = one_question(*body)
    return schema, check_answers(schema, answers, texts=texts, now=NOW)


def stored(body, answers):
    """Answers by code as they are stored; the test fails if any is refused."""
    schema, (values, errors, _state) = check(body, answers)
    assert errors == {}
    return answers_by_code(schema, values)


def errors(body, answers):
    return check(body, answers)[1].errors


GROUPS = [
    number("pupils"),
    block("group", "girls_group", label="អំពីសិស្សស្រី", rules=[rule("RELEVANT", "${pupils} > 0")]),
    number("girls"),
    text("names", rules=[rule("RELEVANT", "${girls} > 1")]),
    block("group_end"),
    text("end", rules=[rule("RELEVANT", "${names} != ''")]),
]


def test_group_hides_everything_in_it():
    assert errors(GROUPS, {"pupils": 0, "girls": 3}).keys() == {"girls"}
    assert errors(GROUPS, {"pupils": 9, "girls": 3, "names": "ស្រីមុំ"}) == {}


def test_hidden_answer_counts_as_none_for_others():
    assert "end" in errors(GROUPS, {"pupils": 9, "girls": 1, "end": "អរគុណ"})


LESSONS = [
    number("rooms"),
    block("repeat", "lessons", label="មេរៀន", minimum=1, maximum=3),
    text("topic"),
    number("minutes"),
    text("why", rules=[rule("RELEVANT", "${minutes} > 50")]),
    block("repeat", "parts", label="ផ្នែក", minimum=0, maximum=5),
    number("length", rules=[rule("CONSTRAINT", ". <= ${minutes}", message="វែងជាងមេរៀន។")]),
    block("repeat_end"),
    block("repeat_end"),
    number("total", rules=[rule("CALCULATION", "sum(${minutes})")]),
    number("count", rules=[rule("CALCULATION", "count(${lessons})")]),
]


def test_repeat_is_stored_as_a_list_and_sums_are_worked_out():
    answers = {"lessons": [{"topic": "ប្រភាគ", "minutes": "៤០"}, {"minutes": 20}]}
    assert stored(LESSONS, answers) == {
        "lessons": [{"topic": "ប្រភាគ", "minutes": 40}, {"minutes": 20}],
        "total": 60,
        "count": 2,
    }


def test_rule_in_a_repeat_looks_at_its_own_instance():
    answers = {"lessons": [{"minutes": 60, "why": "ច្រើន"}, {"minutes": 20, "why": "តិច"}]}
    assert errors(LESSONS, answers).keys() == {"lessons.1.why"}


def test_rule_in_an_inner_repeat_looks_at_the_outer_instance():
    inner = [{"minutes": 40, "parts": [{"length": 40}, {"length": 41}]}]
    assert errors(LESSONS, {"lessons": inner}) == {"lessons.0.parts.1.length": ["វែងជាងមេរៀន។"]}


def test_what_is_sent_for_a_calculation_does_not_count():
    assert stored(LESSONS, {"lessons": [{"minutes": 5}], "total": 999})["total"] == 5


@pytest.mark.parametrize(
    ("lessons", "path"),
    [
        ("មួយ", "lessons"),
        ({"minutes": 4}, "lessons"),
        ([4], "lessons"),
        ([{}] * 4, "lessons"),
        ([{"minutes": "ច្រើន"}], "lessons.0.minutes"),
        ([{}, {"nothing": 1}], "lessons.1.nothing"),
        ([{"parts": [{"length": -1}]}], "lessons.0.parts.0.length"),
    ],
)
def test_bad_repeat_is_refused_where_it_is_bad(lessons, path):
    assert errors(LESSONS, {"lessons": lessons}).keys() == {path}


COUNTED = [
    number("classes"),
    block("repeat", "visits", label="ថ្នាក់", maximum=10, count="${classes}"),
    text("name"),
    block("repeat_end"),
]


def test_count_decides_how_many_there_are():
    assert stored(COUNTED, {"classes": 2, "visits": [{"name": "៣ក"}]})["visits"] == [
        {"name": "៣ក"},
        {},
    ]
    assert errors(COUNTED, {"classes": 1, "visits": [{}, {"name": "៣ខ"}]}).keys() == {
        "visits",
        "visits.1.name",
    }


def test_rule_behind_a_wrong_answer_is_neither_met_nor_broken():
    body = [number("a"), text("b", rules=[rule("RELEVANT", "${a} > 5")])]
    assert errors(body, {"a": "ប្រាំ", "b": "ពាក្យ"}).keys() == {"a"}


def test_rule_may_look_at_a_later_question():
    body = [text("first", rules=[only_if("last", "1")]), number("last")]
    assert errors(body, {"first": "ពាក្យ"}).keys() == {"first"}
    assert errors(body, {"first": "ពាក្យ", "last": 1}) == {}


def test_required_by_rule_is_asked_for():
    body = [number("a"), text("b", rules=[rule("REQUIRED", "${a} = 1")])]
    assert errors(body, {"a": 1}).keys() == {"b"}
    assert errors(body, {"a": 2}) == {}


def test_warning_does_not_refuse():
    body = [number("a", rules=[rule("WARNING", ". < 10", message="ច្រើនណាស់។")])]
    assert errors(body, {"a": 50}) == {}


def test_section_is_hidden_with_its_questions():
    body = [
        number("a"),
        block("section", "more", title="បន្ថែម", rules=[rule("RELEVANT", "${a} = 1")]),
        text("b"),
        block("page_break", "page_2"),
        text("c"),
    ]
    assert errors(body, {"a": 2, "b": "ពាក្យ", "c": "ពាក្យ"}).keys() == {"b"}


def test_choice_filter_leaves_what_fits():
    options = {"khmer": "ខ្មែរ", "maths": "គណិត"}
    body = [
        number("grade"),
        choices(
            "single_choice",
            "subject",
            "មុខវិជ្ជា",
            options,
            rules=[rule("CHOICE_FILTER", "name = 'khmer' or ${grade} > 1")],
        ),
    ]
    assert errors(body, {"grade": 1, "subject": "maths"}).keys() == {"subject"}
    assert errors(body, {"grade": 2, "subject": "maths"}) == {}


def test_rules_of_one_effect_are_joined_in_their_order():
    rules = [
        only_if("a", "1"),
        rule("RELEVANT", question="a", value="2", join="OR"),
        rule("RELEVANT", question="c", operator="ANSWERED", join="AND"),
    ]
    body = [number("a"), number("c"), text("b", rules=rules)]
    assert errors(body, {"a": 2, "c": 1, "b": "ពាក្យ"}) == {}
    assert errors(body, {"a": 2, "b": "ពាក្យ"}).keys() == {"b"}
    assert errors(body, {"a": 3, "c": 1, "b": "ពាក្យ"}).keys() == {"b"}


def test_stored_answers_and_paths_are_each_others_other_side():
    schema, (values, _errors, _state) = check(
        LESSONS, {"lessons": [{"minutes": 4, "parts": [{"length": 1}, {}]}, {}], "rooms": 3}
    )
    assert nested(schema, *by_path(schema, values)) == values
    state = FormState(schema, *by_path(schema, values), now=NOW)
    assert [path for _item, path in state.asked_questions()][:4] == [
        "rooms",
        "lessons.0.topic",
        "lessons.0.minutes",
        "lessons.0.parts.0.length",
    ]
    assert {item["code"] for item in items_of(schema)} >= {"lessons", "parts"}
