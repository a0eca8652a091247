"""The form that everybody may read follows its publishing at once."""

import pytest
from django.utils import timezone

from forms_builder.actions.import_form import import_form
from forms_builder.models import FormVersion, ObservationForm
from mentoring_pages.actions.load_demo_pages import load_demo_pages
from mentoring_pages.demo.source import read
from tests.factories import UserFactory
from tests.khmer_lang import inline_parts, stray_khmer


@pytest.fixture
def form(db):
    form = import_form(data=read("observation_form"), by=None, at=timezone.now())
    load_demo_pages(at=timezone.now())
    return ObservationForm.objects.get(pk=form.pk)


@pytest.mark.parametrize("language", ["km", "en"])
def test_form_page_shows_the_form_in_the_readers_language(client, form, language):
    html = client.get(f"/{language}/observation-form/").content.decode()
    assert html.count("data-question=") >= 13
    assert stray_khmer(html) == []
    assert inline_parts(html) == []
    assert ("ពេលវេលាសម្រាប់ការរៀន" in html) == (language == "km")


def test_form_page_shows_a_publishing_at_once(client, form):
    assert "ចំណងជើងថ្មីនៃផ្នែក" not in client.get("/km/observation-form/").content.decode()
    section = next(block for block in form.body if block.block_type == "section")
    section.value["title"] = "ចំណងជើងថ្មីនៃផ្នែក"
    form.save_revision().publish()
    assert "ចំណងជើងថ្មីនៃផ្នែក" in client.get("/km/observation-form/").content.decode()


def test_form_page_says_when_its_form_is_not_published(client, form):
    FormVersion.objects.update(is_current=False)
    response = client.get("/km/observation-form/")
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_form_page_leads_a_mentor_to_their_visits(client, form):
    assert "/sign-in/?next=/m/" in client.get("/km/observation-form/").content.decode()
    client.force_login(UserFactory(), backend="people.backends.NameMailPhoneBackend")
    html = client.get("/km/observation-form/").content.decode()
    assert "/sign-in/" not in html
    assert 'class="button" href="/m/"' in html
