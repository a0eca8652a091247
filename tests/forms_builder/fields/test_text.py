"""Text: Khmer cleaned, limits, and what no database can store."""

import pytest

from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import block

pytestmark = pytest.mark.django_db


def question(**value):
    return Question(block("text", "it", label="តើសិស្សរៀនអ្វី?", **value))


def test_text_is_stored_clean():
    # The vowel េ typed twice looks like ែ; the zero width space is never seen.
    assert question().check(" ខ្មេេ\u200bរ ") == "ខ្មែរ"


def test_text_of_one_line_has_no_line_ends():
    assert question().check("ក\nខ\r\nគ") == "ក ខ គ"


def test_text_of_several_lines_keeps_them():
    assert question(multiline=True).check("ក\r\nខ") == "ក\nខ"


def test_text_over_its_limit_is_refused_and_says_the_limit():
    assert question(max_length=5).check("កខគឃង") == "កខគឃង"
    assert "5" in question(max_length=5).refusal("កខគឃងច")


def test_text_of_five_megabytes_is_refused_unread():
    assert "2000" in question().refusal("ក" * 5_000_000)


@pytest.mark.parametrize("raw", ["ក\x00ខ", "ក\ud800", "\udfff"])
def test_text_that_cannot_be_stored_is_refused(raw):
    assert question().refusal(raw)


@pytest.mark.parametrize("raw", [1, 1.5, True, ["ក"], {"ក": "ខ"}])
def test_text_of_another_type_is_refused(raw):
    assert question().refusal(raw)


def test_text_of_signs_that_nobody_sees_is_no_answer():
    assert question(required=True).refusal("\u200b\u200b")


@pytest.mark.parametrize("raw", [None, "", "  \n "])
def test_empty_text_is_left_out_unless_required(raw):
    assert question(required=False).check(raw) is None
    assert question(required=True).refusal(raw)


def test_text_field_keeps_what_was_typed_and_links_the_error():
    html = question(help="ជាពាក្យរបស់អ្នក", required=True).html("<b>ក", ["ខុស"])
    assert 'value="&lt;b&gt;ក"' in html
    assert 'aria-describedby="it__help it__error"' in html
    assert 'aria-invalid="true"' in html
    assert 'for="id_it" lang="km"' in html
    assert "data-required" in html


def test_text_of_several_lines_has_a_textarea():
    assert "<textarea" in question(multiline=True).html("ក")
    assert "<textarea" not in question().html("ក")


def test_optional_text_says_so():
    assert "question__optional" in question(required=False).html()
    assert "question__optional" not in question(required=True).html()
