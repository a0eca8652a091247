"""Notes: words, no answer."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from forms_builder.answers import check_answers
from forms_builder.fields import registry
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


def test_note_may_lead_to_a_film():
    html = Question(block("note", "it", text="មើលសិន", video="https://example.org/film")).html()
    assert 'href="https://example.org/film"' in html
    assert "noopener" in html and "<iframe" not in html and "<video" not in html


def test_note_shows_a_picture_and_does_without_one_that_is_gone():
    image = get_image_model().objects.create(title="ថ្នាក់រៀន", file=get_test_image_file())
    asked = Question(block("note", "it", text="មើលសិន", image=image.pk, image_alt="ថ្នាក់រៀន"))
    assert 'alt="ថ្នាក់រៀន"' in asked.html()
    image.delete()
    assert "<img" not in asked.html()
    assert "មើលសិន" in asked.html()


def test_note_has_a_text_or_a_picture():
    image = get_image_model().objects.create(title="ថ្នាក់រៀន", file=get_test_image_file())
    note = registry.get("note").block_class()
    empty = {"text": " ", "image": None, "image_alt": "", "video": "", "rules": [], "code": "it"}
    with pytest.raises(ValidationError) as refused:
        note.clean(note.to_python(empty))
    assert set(refused.value.block_errors) == {"text"}
    assert note.clean(note.to_python({**empty, "image": image.pk}))["image"] == image
    html = Question(block("note", "it", text="", image=image.pk)).html()
    assert "<img" in html and 'class="note"' not in html
