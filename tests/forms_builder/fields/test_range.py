"""A slider: a number between two ends, on a step, none until it is touched."""

import pytest
from django.core.exceptions import ValidationError

from forms_builder.models import ObservationForm
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(
        block("range", "it", label="ការចូលរួម", low_label="តិចណាស់", high_label="ច្រើនណាស់", **value)
    )


@pytest.mark.parametrize(("raw", "stored"), [(7, "7"), ("៧", "7"), ("7.0", "7"), (0, "0")])
def test_range_is_read_in_khmer_and_ascii_digits(raw, stored):
    assert question().check(raw) == stored


@pytest.mark.parametrize("raw", [11, -1, "2.5", "ច្រើន", True, [3], {"n": 3}, float("nan")])
def test_range_refuses_what_is_not_on_it(raw):
    assert question().refusal(raw)


def test_range_says_its_steps():
    asked = question(minimum="1", maximum="9", step="2")
    assert asked.check("៥") == "5"
    assert "2" in asked.refusal(4) or "២" in asked.refusal(4)


def test_range_shows_both_ends_and_waits_for_the_script():
    html = question().html()
    assert 'type="range" min="0" max="10" step="1"' in html
    assert "តិចណាស់" in html and "ច្រើនណាស់" in html
    assert 'name="it" id="id_it" value=""' in html
    assert 'name="it" id="id_it" value="7"' in question().html("7")


def test_untouched_range_is_no_answer():
    assert question(required=False).check("") is None
    assert question(required=True).refusal("")


@pytest.mark.parametrize("value", [{"minimum": "5", "maximum": "5"}, {"step": "0.001"}])
def test_range_that_cannot_be_set_is_refused_in_the_editor(value):
    stream = ObservationForm.body.field.stream_block
    with pytest.raises(ValidationError):
        stream.clean(stream.to_python([block("range", "it", label="ក", **value)]))
