"""Notes: words, no answer."""

import pytest

from forms_builder.answers import check_answers
from tests.forms_builder.fields.asking import Question
from tests.forms_builder.samples import NOW, block

pytestmark = pytest.mark.django_db


def question():
    return Question(block("note", "it", text="សូមអរគុណ។\nជួបគ្នាថ្ងៃក្រោយ។"))


def test_note_is_never_required_and_takes_no_answer():
    note = question()
    assert note.item["required"] is False
    assert check_answers(note.schema, {}, texts=note.texts, now=NOW).errors == {}
    assert list(check_answers(note.schema, {"it": "ក"}, texts=note.texts, now=NOW).errors) == ["it"]
    assert note.post("it=1") is None


def test_note_shows_its_words_in_their_language():
    html = question().html()
    assert '<div class="note" lang="km">' in html
    assert "<br>" in html
    assert "<input" not in html
