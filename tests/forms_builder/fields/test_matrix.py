"""A table of numbers, texts and choices."""

import pytest
from django.core.exceptions import ValidationError

from forms_builder.fields import registry
from forms_builder.models import ObservationForm
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.fields.test_likert_group import items
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db

ROWS = items(
    "row", [{"label": "ភាសាខ្មែរ", "value": "khmer"}, {"label": "គណិតវិទ្យា", "value": "maths"}]
)
COLUMNS = items(
    "column",
    [
        {"label": "ចំនួន", "value": "number", "input": "NUMBER"},
        {"label": "ចំណាំ", "value": "words", "input": "TEXT"},
        {"label": "ល្អ", "value": "good", "input": "CHOICE"},
    ],
)
CHOICES = items("choice", [{"label": "ល្អ", "value": "good"}, {"label": "ចាស់", "value": "old"}])


def matrix_block(**value):
    value = {"rows": ROWS, "columns": COLUMNS, "choices": CHOICES, **value}
    return block("matrix", "it", label="សៀវភៅ", **value)


def question(**value):
    value.setdefault("required", False)
    return Question(matrix_block(**value))


@pytest.mark.parametrize(
    "raw",
    [
        {"khmer": {"number": 12, "words": " ស្អាត ", "good": "old"}},
        {"khmer__number": "១២", "khmer__words": "ស្អាត", "khmer__good": "old", "maths__number": ""},
    ],
)
def test_cells_are_checked_by_their_column(raw):
    assert question().check(raw) == {"khmer": {"number": "12", "words": "ស្អាត", "good": "old"}}


def test_every_cell_must_be_filled_where_an_answer_is_required():
    assert question(required=True).refusal({"khmer": {"number": 1}})
    full = {row: {"number": 1, "words": "ក", "good": "good"} for row in ("khmer", "maths")}
    assert question(required=True).check(full)["maths"]["number"] == "1"


@pytest.mark.parametrize(
    "raw",
    [
        {"khmer": {"number": "ច្រើន"}},
        {"khmer": {"number": True}},
        {"khmer": {"number": float("nan")}},
        {"khmer": {"number": 10**400}},
        {"khmer": {"words": 5}},
        {"khmer": {"good": "bad"}},
        {"khmer": {"good": ["good"]}},
        {"khmer": {"nothing": 1}},
        {"physics": {"number": 1}},
        {"khmer": 5},
        5,
        "5",
        [[1]],
    ],
)
def test_what_does_not_fit_the_table_is_refused(raw):
    assert question().refusal(raw)


def test_empty_table_is_no_answer():
    assert question().check({"khmer": {"number": "", "words": " "}}) is None
    assert question(required=True).refusal({"khmer": {}})


def test_table_has_headings_and_a_label_for_each_cell():
    html = question().html({"khmer__number": "១២ ក្បាល"}, ["ខុស"])
    assert html.count('scope="row"') == 2 and html.count('scope="col"') == 3
    assert html.count("<label") == 6
    assert html.count("<select") == 2
    assert 'value="១២ ក្បាល"' in html
    assert 'value="12"' in question().html({"khmer": {"number": "12"}})
    assert question().post("it__khmer__number=3&it__maths__words=") == {"khmer__number": "3"}


def test_table_in_words_and_in_expressions():
    asked, kind = question(), registry.get("matrix")
    value = {"khmer": {"number": "12", "good": "old"}}
    assert kind.export(asked.item, value, asked.words) == "ភាសាខ្មែរ: ចំនួន 12, ល្អ ចាស់"
    assert kind.typed(asked.item, value) == 2.0


def test_column_of_choices_needs_choices_in_the_editor():
    stream = ObservationForm.body.field.stream_block
    with pytest.raises(ValidationError):
        stream.clean(stream.to_python([matrix_block(choices=[])]))
    columns = [column for column in COLUMNS if column["value"]["input"] != "CHOICE"]
    assert stream.clean(stream.to_python([matrix_block(choices=[], columns=columns)]))
