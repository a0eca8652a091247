"""Values that the form works out, shown and hidden."""

import pytest
from django.core.exceptions import ValidationError

from forms_builder.answers import check_answers
from forms_builder.models import ObservationForm
from forms_builder.rendering import render_fields
from forms_builder.structure import structure_errors
from tests.forms_builder.samples import NOW, block, make_version, one_question, only_if

pytestmark = pytest.mark.django_db

GIRLS = block("integer", "girls", label="សិស្សស្រី", required=False)
BOYS = block("integer", "boys", label="សិស្សប្រុស", required=False)


def total(kind="calculated", **value):
    value.setdefault("calculation", "${girls} + ${boys}")
    return block(kind, "total", label="សរុប", **value)


def checked(answers, *body):
    schema, texts = one_question(GIRLS, BOYS, *body)
    values, errors, _state = check_answers(schema, answers, texts=texts, now=NOW)
    ids = {item["id"]: item["code"] for item in schema["sections"][0]["items"]}
    return {ids[block_id]: value for block_id, value in values.items()}, errors


@pytest.mark.parametrize("kind", ["calculated", "hidden"])
def test_calculated_value_follows_from_answers_whatever_was_sent(kind):
    values, errors = checked({"girls": "១២", "boys": 14, "total": "99"}, total(kind))
    assert errors == {}
    assert values["total"] == "26"


def test_calculated_value_without_its_answers_is_none():
    assert "total" not in checked({"girls": 12}, total(calculation="${girls} + ${boys}"))[0]


def test_hidden_value_may_be_fixed():
    values, errors = checked({}, total("hidden", calculation="", value="ជំនាន់ 'ក'"))
    assert errors == {}
    assert values == {"total": "ជំនាន់ 'ក'"}


def test_value_that_is_not_asked_is_not_kept():
    rules = [only_if("girls", "3")]
    assert "total" in checked({"girls": 3, "boys": 1}, total(rules=rules))[0]
    assert "total" not in checked({"girls": 4, "boys": 1}, total(rules=rules))[0]


def test_calculated_value_is_shown_as_an_output_and_hidden_not_at_all():
    schema, texts = one_question(GIRLS, BOYS, total(), block("hidden", "v", label="លាក់", value="1"))
    html = render_fields(schema, texts, {"total": "26"})
    assert ">26</output>" in html
    assert "<output" in html and 'name="total"' not in html
    assert "លាក់" not in html


@pytest.mark.parametrize("value", [{"value": "", "calculation": ""}, {"value": "1"}])
def test_hidden_needs_a_value_or_an_expression_not_both(value):
    stream = ObservationForm.body.field.stream_block
    value = {"calculation": "1 + 1", **value}
    with pytest.raises(ValidationError):
        stream.clean(stream.to_python([block("hidden", "v", label="ក", **value)]))


def test_expression_about_an_unknown_question_is_named_in_the_editor():
    stream = ObservationForm.body.field.stream_block
    errors = structure_errors(stream.to_python([GIRLS, total(calculation="${men} + 1")]))
    assert "men" in errors[1]


def test_calculated_value_of_a_published_version_is_in_its_schema():
    schema = make_version([GIRLS, BOYS, total()]).schema
    assert "calculation" in schema["sections"][0]["items"][2]["logic"]
    assert schema["order"].index("total") > schema["order"].index("boys")
