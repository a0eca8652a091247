"""The gallery of questions: loaded beside the observation form, and open for everyone to try."""

import pytest
from django.utils import timezone

from forms_builder.actions.import_form import import_form
from forms_builder.fields import registry
from forms_builder.models import FormVersion, FormVersionText
from forms_builder.schema import items_of
from mentoring_pages.actions.load_demo_pages import load_demo_pages
from mentoring_pages.demo.gallery import load_gallery
from mentoring_pages.demo.source import read
from mentoring_pages.models import ObservationFormPage
from tests.khmer_lang import inline_parts, stray_khmer


@pytest.fixture
def gallery(db):
    return load_gallery(by=None, at=timezone.now())


def test_gallery_is_loaded_once(gallery):
    import_form(data=read("observation_form"), by=None, at=timezone.now())
    load_demo_pages(at=timezone.now())
    again = load_gallery(by=None, at=timezone.now())
    load_demo_pages(at=timezone.now())
    assert again.pk == gallery.pk
    assert FormVersion.objects.filter(form=gallery.form_key).count() == 1
    pages = ObservationFormPage.objects.filter(locale__language_code="km")
    assert sorted(page.form.code for page in pages) == ["classroom_observation", "gallery"]


@pytest.mark.parametrize("language", ["km", "en"])
def test_gallery_can_be_tried_in_both_languages(client, gallery, language):
    load_demo_pages(at=timezone.now())
    html = client.get(f"/{language}/gallery/").content.decode()
    assert "data-try-out" in html
    assert stray_khmer(html) == []
    assert inline_parts(html) == []


def test_gallery_has_every_word_in_both_languages(gallery):
    def words_in(value):
        if not isinstance(value, dict):
            return {"": bool(value)}
        return {
            f"{name}.{path}": there
            for name, part in value.items()
            for path, there in words_in(part).items()
        }

    texts = {row.language: row.texts for row in FormVersionText.objects.all()}
    assert words_in(texts["km"]["items"]) == words_in(texts["en"]["items"])
    assert texts["km"]["items"] != texts["en"]["items"]


def test_gallery_has_every_kind_of_question(gallery):
    kinds = {child.block_type for child in gallery.body}
    assert {kind.name for kind in registry.all()} - kinds == set()


def test_gallery_shows_what_forms_are_made_of(gallery):
    """A shared scale, a criterion whose lowest level is best, an own list, a picture, a repeat by
    count, and bands: each is compiled into the version in both languages."""
    version = FormVersion.objects.get(form=gallery.form_key)
    items = {item["code"]: item for item in items_of(version.schema)}
    assert items["students_ask"]["levels"] == items["interruptions"]["levels"]
    assert items["interruptions"]["reverse"] and not items["students_ask"].get("reverse")
    assert items["lesson_topic"]["steps"] == ["subject", "topic"]
    assert items["guest"]["logic"]["count"]
    texts = {row.language: row.texts["items"] for row in version.texts.all()}
    for language, seen in {"km": "មិនឃើញ", "en": "Not seen"}.items():
        words = texts[language][items["students_ask"]["id"]]
        assert words["levels"]["0"]["label"] == seen
        assert texts[language][items["note_picture"]["id"]]["image"]
    bands = {row.language: row.texts["scoring"] for row in version.texts.all()}
    assert "រឹងមាំ" in str(bands["km"]) and "Strong" in str(bands["en"])


def test_picture_and_own_list_of_the_gallery_are_shown(client, gallery):
    load_demo_pages(at=timezone.now())
    page = client.get("/km/gallery/").content.decode()
    assert 'alt="គំនូរ៖ គ្រូអង្គុយជារង្វង់ពិភាក្សាគ្នា"' in page
    assert "ភាសាខ្មែរ" in page
