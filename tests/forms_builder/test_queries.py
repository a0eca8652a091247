"""What is published, in which words."""

import pytest
from django.utils import timezone

from forms_builder.models import FormVersionText
from forms_builder.queries import (
    answered_schemas,
    current_version,
    etag_of,
    known_codes,
    text_of,
    versions_with_counts,
)
from forms_builder.schema import items_of
from forms_builder.texts import completed
from tests.forms_builder.samples import make_version

pytestmark = pytest.mark.django_db


def english_of(version, **changed):
    khmer = version.texts.get()
    texts = {**khmer.texts, "title": "Observation", "items": {}, **changed}
    return FormVersionText.objects.create(
        version=version,
        language="en",
        title="Observation",
        texts=texts,
        text_hash="e" * 64,
        updated_at=timezone.now(),
    )


def test_text_falls_back_to_the_language_that_there_is():
    version = make_version()
    text = text_of(version, "en")
    assert (text.language, text.title) == ("km", "ការសង្កេតក្នុងថ្នាក់រៀន")


def test_text_fills_in_what_a_translation_lacks():
    version = make_version()
    item = next(items_of(version.schema))
    words = {"label": "Subject", "help": "", "choices": {"khmer": "Khmer language"}}
    english_of(version, items={item["id"]: words})
    text = text_of(version, "en")
    assert (text.language, text.title) == ("en", "Observation")
    shown = text.texts["items"]
    assert shown[item["id"]]["label"] == "Subject"
    assert shown[item["id"]]["choices"] == {
        "khmer": "Khmer language",
        "mathematics": "គណិតវិទ្យា",
        "other": "ផ្សេងទៀត",
    }
    assert set(shown) == {item["id"] for item in items_of(version.schema)}


def test_text_without_any_words_says_so():
    version = make_version()
    version.texts.all().delete()
    with pytest.raises(FormVersionText.DoesNotExist):
        text_of(version, "km")


def test_completed_keeps_an_empty_help_and_fills_an_empty_label():
    own = {"title": "A", "intro": "", "items": {"1": {"label": "", "help": ""}}}
    other = {"title": "ក", "intro": "ខ", "items": {"1": {"label": "គ", "help": "ឃ"}}}
    result = completed(own, other)
    assert (result["title"], result["intro"]) == ("A", "")
    assert result["items"]["1"] == {"label": "គ", "help": ""}


def test_etag_follows_every_language():
    version = make_version()
    before = etag_of(version)
    english_of(version)
    assert etag_of(version) != before
    assert etag_of(version).isalnum()


def test_current_version_and_its_words_take_two_queries(django_assert_num_queries):
    version = make_version()
    with django_assert_num_queries(2):
        current = current_version(version.form_id)
        text_of(current, "km")
        text_of(current, "en")
        etag_of(current)


def test_known_codes_and_answered_schemas():
    version = make_version()
    codes = known_codes(version.form_id)
    assert {"lesson", "subject", "clarity", "thanks"} <= set(codes.values())
    assert answered_schemas(version.form_id) == []
    assert [v.submission_count for v in versions_with_counts(version.form_id)] == [0]
