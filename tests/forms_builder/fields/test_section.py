"""Sections: each starts a screen; what comes before the first has one of its own."""

import pytest

from forms_builder.rendering import render_fields
from tests.forms_builder.samples import block, one_question

pytestmark = pytest.mark.django_db


def test_questions_stand_in_the_section_before_them():
    schema, texts = one_question(
        block("section", "first", title="ផ្នែកទីមួយ", intro="សូមអាន។"),
        block("text", "a", label="ក"),
        block("text", "b", label="ខ"),
        block("section", "second", title="ផ្នែកទីពីរ"),
        block("text", "c", label="គ"),
    )
    assert [(s["code"], [i["code"] for i in s["items"]]) for s in schema["sections"]] == [
        ("first", ["a", "b"]),
        ("second", ["c"]),
    ]
    first = schema["sections"][0]["id"]
    assert texts["sections"][first] == {"title": "ផ្នែកទីមួយ", "intro": "សូមអាន។"}


def test_questions_before_the_first_section_have_one_of_their_own():
    schema, texts = one_question(
        block("text", "a", label="ក"), block("section", "lesson", title="មេរៀន")
    )
    assert [s["code"] for s in schema["sections"]] == ["_start", "lesson"]
    assert texts["sections"]["_start"] == {"title": "", "intro": ""}


def test_sections_are_rendered_with_headings():
    schema, texts = one_question(
        block("text", "a", label="ក"),
        block("section", "lesson", title="មេរៀន", intro="សូមអាន។"),
        block("text", "b", label="ខ"),
    )
    html = render_fields(schema, texts)
    assert html.count("<section") == 2
    assert 'data-section="lesson" aria-labelledby="section__lesson"' in html
    assert '<h2 id="section__lesson" tabindex="-1" lang="km">មេរៀន</h2>' in html
    assert 'aria-label="គំរូ"' in html
