"""The gallery of questions: loaded beside the observation form, and open for everyone to try."""

import pytest
from django.utils import timezone

from forms_builder.actions.import_form import import_form
from forms_builder.fields import registry
from forms_builder.models import FormVersion, FormVersionText
from mentoring_pages.actions.load_demo_pages import load_demo_pages
from mentoring_pages.demo.source import read
from mentoring_pages.models import ObservationFormPage
from tests.khmer_lang import inline_parts, stray_khmer


@pytest.fixture
def gallery(db):
    return import_form(data=read("gallery_form"), by=None, at=timezone.now())


def test_gallery_is_loaded_once(gallery):
    import_form(data=read("observation_form"), by=None, at=timezone.now())
    load_demo_pages(at=timezone.now())
    again = import_form(data=read("gallery_form"), by=None, at=timezone.now())
    load_demo_pages(at=timezone.now())
    assert again.pk == gallery.pk
    assert FormVersion.objects.filter(form_key=gallery.form_key).count() == 1
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
