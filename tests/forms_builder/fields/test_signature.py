"""Signature: strokes within the sheet, or a name."""

import json

import pytest

from forms_builder.fields.signature import svg_path
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db
STROKES = [[10, 20, 30, 40], [600, 240]]


def question(**value):
    return Question(block("signature", "it", label="ហត្ថលេខា", **value))


def test_strokes_and_name_are_stored():
    assert question().check({"strokes": STROKES}) == {"strokes": STROKES}
    assert question().check({"name": " សុខ  ចាន់ណា "}) == {"name": "សុខ ចាន់ណា"}


@pytest.mark.parametrize(
    "strokes",
    [
        5,
        [],
        [[]],
        [[1]],
        [[1, 2, 3]],
        [[1.5, 2]],
        [[True, 2]],
        [[-1, 2]],
        [[601, 2]],
        [[2, 241]],
        ["12"],
        [["1", "2"]],
        [[1, 2]] * 201,
        [[1, 2] * 4_001],
    ],
)
def test_what_is_no_drawing_is_refused(strokes):
    assert question().refusal({"strokes": strokes})


@pytest.mark.parametrize(
    "raw", ["សុខ", 5, [1], {"name": 5}, {"name": "ក" * 101}, {"name": "ក", "x": 1}]
)
def test_what_is_no_signature_is_refused(raw):
    assert question().refusal(raw)


def test_form_takes_the_typed_name_before_the_drawing():
    assert question().post("it=[[1,2]]") == {"strokes": [[1, 2]]}
    assert question().post("it=[[1,2]]&it__name=Sok") == {"name": "Sok"}
    assert question().post("it=&it__name=") is None
    assert question().refusal(question().post("it=[[["))


def test_page_brings_the_drawing_back():
    html = question().html({"strokes": STROKES})
    assert json.dumps(STROKES, separators=(",", ":")) in html
    assert 'name="it__name"' in html and "<canvas" in html
    assert 'value="សុខ"' in question().html({"name": "សុខ"})


def test_drawing_as_svg():
    assert svg_path(STROKES) == "M10 20L30 40M600 240L600 240"
