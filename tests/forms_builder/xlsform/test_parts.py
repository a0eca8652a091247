"""Questions of several parts as other software fills them: same answers, same values."""

import pytest

from forms_builder.answers import check_answers
from forms_builder.expressions import to_text
from forms_builder.fields import registry
from forms_builder.models import ObservationForm
from forms_builder.schema import compile_form, items_of
from forms_builder.xlsform.writing import Sheets
from forms_builder.xlsform.xform import xform_text
from tests.factories import PlaceFactory
from tests.forms_builder.fields.test_cascading_choice import own_list
from tests.forms_builder.samples import NOW, block, make_form, rubric, rule
from tests.forms_builder.xlsform.books import bring, form_of, pure_workbook
from tests.forms_builder.xlsform.test_xform import needs_java

pytestmark = pytest.mark.django_db


def parts(*values, **more):
    return [
        {
            "type": "item",
            "id": f"00000000-0000-4000-8000-00000000000{number}",
            "value": {"value": value, "label": f"ពាក្យ {value}", **more},
        }
        for number, value in enumerate(values)
    ]


def levels(*steps):
    return [
        {
            "type": "item",
            "id": f"00000000-0000-4000-8000-0000000000{value:02}",
            "value": {"value": value, "label": f"កម្រិត {value}", "descriptor": "", "at_least": at},
        }
        for value, at in steps
    ]


CHECKLIST = {
    "indicators": parts("asks", "waits", "looks"),
    "levels": levels((1, 0), (2, 50), (4, 100)),
    "weight": "1",
    "evidence": "OPTIONAL",
}
CODES = parts("talks", "asks", heading="", weight="0")
LIKERT = {
    "statements": parts("time", "help", reverse=False),
    "points": levels((1, 0), (2, 0), (3, 0)),
    "weight": "0",
}
MATRIX = {
    "rows": parts("khmer", "maths"),
    "columns": parts("there", input="NUMBER"),
    "choices": [],
}
# name: kind, its settings, the answer here, the answers there
SAME = {
    "head count": (
        "head_count",
        {"maximum": 90},
        {"girls": 12, "boys": 14},
        {"it_girls": 12, "it_boys": 14, "it": 26},
    ),
    "tally": (
        "tally_counter",
        {"counters": parts("open", "closed"), "per_minute": True},
        {"counts": {"open": 5, "closed": 2}, "minutes": 9},
        {"it_open": 5, "it_closed": 2, "it_minutes": 9},
    ),
    "tally of one line": (
        "tally_counter",
        {"counters": parts("open", "closed"), "per_minute": False},
        {"counts": {"closed": 0}},
        {"it_closed": 0},
    ),
    "timer": (
        "timer",
        {"phases": parts("teacher", "pairs")},
        {"seconds": {"teacher": 125, "pairs": 60}},
        {"it_teacher": 125, "it_pairs": 60},
    ),
    "intervals": (
        "interval_observation",
        {"every": 5, "minutes": 15, "codes": CODES, "vibrate": False},
        {"intervals": [["asks"], None, []]},
        {"it_intervals": [{"it_seen": ["asks"]}, {}, {"it_seen": ["none"]}]},
    ),
    "checklist": (
        "rubric_checklist",
        {**CHECKLIST, "allow_na": True},
        {"items": {"asks": "yes", "waits": "no", "looks": "na"}},
        {"it_asks": "yes", "it_waits": "no", "it_looks": "na"},
    ),
    "checklist, all seen": (
        "rubric_checklist",
        {**CHECKLIST, "allow_na": False},
        {"items": {"asks": "yes", "waits": "yes", "looks": "yes"}},
        {"it_asks": "yes", "it_waits": "yes", "it_looks": "yes"},
    ),
    "checklist, nothing applies": (
        "rubric_checklist",
        {**CHECKLIST, "allow_na": True},
        {"items": {"asks": "na", "waits": "na", "looks": "na"}},
        {"it_asks": "na", "it_waits": "na", "it_looks": "na"},
    ),
    "statements": (
        "likert_group",
        LIKERT,
        {"time": 3, "help": 1},
        {"it_time": "3", "it_help": "1"},
    ),
    "table": (
        "matrix",
        MATRIX,
        {"khmer": {"there": "4"}},
        {"it_khmer_there": "4"},
    ),
}


def as_others_see_it(form):
    """The form that comes of our workbook without our own columns."""
    data = pure_workbook(form)
    ObservationForm.objects.all().delete()
    report = bring(data)
    assert report.errors == [], report.errors
    return form_of(report)


def value_of(form, answers, code):
    """What expressions compute with for a question."""
    schema, texts = compile_form(form)
    values, errors = check_answers(schema, answers, texts=texts, now=NOW)[:2]
    assert errors == {}
    item = next(one for one in items_of(schema) if one["code"] == code)
    stored = values.get(item["id"])
    return "" if stored is None else registry.get(item["kind"]).typed(item, stored)


@pytest.mark.parametrize("name", SAME)
def test_value_is_the_same_elsewhere(name):
    kind, settings, here, there = SAME[name]
    form = make_form([block(kind, "it", label="សំណួរ", help="", required=False, **settings)])
    ours = value_of(form, {"it": here}, "it")
    theirs = as_others_see_it(form)
    assert "it" in [child.value["code"] for child in theirs.body]
    assert to_text(value_of(theirs, there, "it")) == to_text(ours)
    assert value_of(theirs, {}, "it") == ""


DISTRICTS = """ខេត្ត,ខេត្ត_code,ស្រុក,ស្រុក_code,សាលា,សាលា_code
សៀមរាប,siemreap,ពួក,d1,បឋមសិក្សាពួក,s1
តាកែវ,takeo,ត្រាំកក់,d2,បឋមសិក្សាត្រាំកក់,s2
តាកែវ,takeo,ទ្រាំង,d3,បឋមសិក្សាទ្រាំង,s3
"""


def steps_elsewhere(form, steps, codes):
    """The value and the errors of a list in steps where it is asked step by step."""
    theirs = as_others_see_it(form)
    given = {f"it_{step}": code for step, code in zip(steps, codes, strict=False)}
    schema, texts = compile_form(theirs)
    errors = check_answers(schema, given, texts=texts, now=NOW).errors
    return value_of(theirs, given, "it") if not errors else None


@pytest.mark.parametrize(
    ("codes", "taken"),
    [
        (["takeo", "d2", "s2"], True),
        (["siemreap", "d1", "s1"], True),
        (["takeo", "d3", "s1"], False),
        (["siemreap", "d2"], False),
        (["siemreap", "d1"], False),
        ([], True),
    ],
)
def test_list_in_steps_is_asked_step_by_step_elsewhere(codes, taken):
    one = own_list(DISTRICTS, "districts")
    steps = [step["code"] for step in one.content.content["steps"]]
    asked = {"list": one.pk, "every_step": True, "required": False}
    form = make_form([block("cascading_choice", "it", label="ណា?", help="", **asked)])
    schema, texts = compile_form(form)
    assert (not check_answers(schema, {"it": codes}, texts=texts, now=NOW).errors) == taken
    assert steps_elsewhere(form, steps, codes) == (" ".join(codes) if taken else None)


@pytest.mark.parametrize(
    ("codes", "taken"),
    [(["17", "1710", "s9"], True), (["17", "1711"], True), (["17", "1710"], False)],
)
def test_district_without_schools_is_a_whole_answer_elsewhere(codes, taken):
    country = PlaceFactory.create(kind="COUNTRY", code="KH")
    province = PlaceFactory.create(parent=country, kind="PROVINCE", code="17")
    with_school = PlaceFactory.create(parent=province, kind="DISTRICT", code="1710")
    PlaceFactory.create(parent=province, kind="DISTRICT", code="1711")
    PlaceFactory.create(parent=with_school, kind="SCHOOL", code="s9")
    asked = {"places": "SCHOOL", "required": False}
    form = make_form([block("cascading_choice", "it", label="ណា?", help="", **asked)])
    schema, texts = compile_form(form)
    assert (not check_answers(schema, {"it": codes}, texts=texts, now=NOW).errors) == taken
    found = steps_elsewhere(form, ["province", "district", "school"], codes)
    assert found == (" ".join(codes) if taken else None)


def test_validate_takes_a_list_in_steps_with_a_code_twice():
    needs_java()
    one = own_list(DISTRICTS.replace("d2", "d1").replace("s2", "s1"), "districts")
    form = make_form([block("cascading_choice", "it", label="ណា?", help="", list=one.pk)])
    assert "<h:html" in xform_text(form, validate=True)


def test_limits_of_a_kind_are_asked_elsewhere():
    most = rule("CONSTRAINT", ". != 13", message="កុំយក ១៣")
    body = [
        block("integer", "age", label="អាយុ", minimum=6, maximum=20, rules=[most]),
        block("decimal", "mark", label="ពិន្ទុ", minimum="0", maximum="9.5"),
        block("text", "name", label="ឈ្មោះ", multiline=False, max_length=5),
    ]
    for one in body:
        one["value"]["required"] = False
    form = make_form(body)
    schema, texts = compile_form(as_others_see_it(form))
    for answers, wrong in (
        ({"age": 5}, ["age"]),
        ({"age": 13}, ["age"]),
        ({"age": 14, "mark": "9.5", "name": "សុខ"}, []),
        ({"mark": "9.6"}, ["mark"]),
        ({"name": "សុខាសុខា"}, ["name"]),
    ):
        _values, errors = check_answers(schema, answers, texts=texts, now=NOW)[:2]
        assert list(errors) == wrong


def test_control_wrong_total_is_refused_elsewhere():
    form = make_form([block("head_count", "it", label="សិស្ស", help="", required=True, maximum=9)])
    schema, texts = compile_form(as_others_see_it(form))
    for total, wrong in ((26, ["it"]), (5, [])):
        answers = {"it_girls": 2, "it_boys": 3, "it": total}
        _values, errors = check_answers(schema, answers, texts=texts, now=NOW)[:2]
        assert list(errors) == wrong
    _values, errors = check_answers(schema, {}, texts=texts, now=NOW)[:2]
    assert set(errors) == {"it_girls", "it_boys", "it"}


def test_rules_go_with_the_parts():
    rules = [
        rule("CONSTRAINT", ". > 3", message="ច្រើនជាង ៣"),
        rule("READ_ONLY", "${done} = 'yes'"),
        rule("RELEVANT", "${done} != ''"),
    ]
    body = [
        block("yes_no", "done", label="រួច?", help="", required=False, weight="0", reverse=False),
        block("head_count", "it", label="សិស្ស", help="", required=True, maximum=9, rules=rules),
    ]
    form = make_form(body)
    rows = {row.get("name"): row for row in Sheets(form).survey}
    group, total = rows["it___parts"], rows["it"]
    assert group["relevant"] == "${done} != ''"
    assert {"constraint", "readonly", "required"} & set(group) == set()
    assert total["constraint"].endswith("and (. > 3)")
    assert total["constraint_message"] == {"km": "ច្រើនជាង ៣"}
    assert all(rows[name]["readonly"] == "${done} = 'yes'" for name in ("it__girls", "it"))
    assert rows["it__boys"]["required"] == "yes"


def test_note_of_evidence_is_asked_elsewhere():
    form = make_form([rubric("it", "ការពន្យល់", evidence="REQUIRED", allow_na=True)])
    schema, texts = compile_form(as_others_see_it(form))
    codes = [item["code"] for item in items_of(schema)]
    points = ["it_points", "it_out_of", "score_form_points", "score_form_out_of"]
    assert codes == ["it", "it_evidence", *points]
    for answers, wrong in (
        ({"it": "2"}, ["it_evidence"]),
        ({"it": "2", "it_evidence": "គ្រូសួរ"}, []),
        ({"it": "na"}, []),
    ):
        _values, errors = check_answers(schema, answers, texts=texts, now=NOW)[:2]
        assert list(errors) == wrong


def test_words_of_consent_are_shown_elsewhere():
    form = make_form([block("consent", "it", label="យល់ព្រម?", help="", text="ថតរូប", required=True)])
    note, choice = as_others_see_it(form).body
    assert (note.block_type, note.value["text"]) == ("note", "ថតរូប")
    assert [one["value"] for one in choice.value["choices"]] == ["yes", "no"]
    assert "No" not in [one["label"] for one in choice.value["choices"]]
