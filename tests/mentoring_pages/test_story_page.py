"""A story is published only with consent, and its address is made of Latin letters."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from mentoring_pages.models import StoryPage
from people.models import User
from resources.models import LibraryImage


@pytest.fixture
def editor(client, db):
    user = User.objects.create_superuser("kammathikar", password="សាកល្បង-ពាក្យ")
    client.force_login(user, backend="people.backends.NameMailPhoneBackend")
    return user


def form_data(**changes):
    return nested_form_data(
        {
            "title": "រឿងអំពីការរាប់ឈើ",
            "slug": "",
            "summary": "សំណួរខ្លីមួយ",
            "teacher_line": "អ្នកគ្រូ សុខ ឈូករ័ត្ន",
            "school_line": "",
            "story_date": "2026-11-21",
            "image": LibraryImage.objects.first().pk,
            "image_alt": "គំនូរ",
            "body": streamfield([("words", rich_text("<p>ថ្ងៃមួយ\u200bសិស្ស</p>"))]),
            "change_seen": "សិស្សលើកដៃ",
            "consent_line": "អ្នកគ្រូបានយល់ព្រម",
            "consent_confirmed": "on",
            "seo_title": "",
            "search_description": "",
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "comments-MAX_NUM_FORMS": 1000,
            **changes,
        }
    )


def add(client, index, data):
    url = reverse("wagtailadmin_pages:add", args=("mentoring_pages", "storypage", index.pk))
    return client.post(url, data)


def test_story_without_consent_is_refused_when_it_would_be_published(make_story):
    with pytest.raises(ValidationError) as refused:
        make_story(1, consent_confirmed=False)
    assert set(refused.value.message_dict) == {"consent_confirmed"}
    assert not StoryPage.objects.filter(title="រឿងទី 1").exists()


def test_story_without_consent_can_be_a_draft_that_does_not_get_published(make_story):
    story = make_story(1, consent_confirmed=False, live=False)
    revision = story.save_revision()
    with pytest.raises(ValidationError):
        revision.publish()
    story.refresh_from_db()
    assert not story.live


def test_admin_publishes_a_story_with_consent_under_a_latin_address(client, editor, story_index):
    response = add(client, story_index, form_data(**{"action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    story = StoryPage.objects.get(title="រឿងអំពីការរាប់ឈើ")
    assert story.live
    assert story.slug.isascii()
    assert story.slug
    assert "\u200b" not in story.body[0].value.source
    assert client.get(story.get_url()).status_code == 200


def test_admin_refuses_to_publish_without_consent_and_keeps_what_was_typed(
    client, editor, story_index
):
    data = form_data(**{"action-publish": "1"})
    del data["consent_confirmed"]
    response = add(client, story_index, data)
    assert response.status_code == 200
    assert response.context["form"].errors["consent_confirmed"]
    assert "រឿងអំពីការរាប់ឈើ" in response.content.decode()
    assert not StoryPage.objects.filter(title="រឿងអំពីការរាប់ឈើ").exists()


def test_admin_saves_a_draft_without_consent(client, editor, story_index):
    data = form_data()
    del data["consent_confirmed"]
    response = add(client, story_index, data)
    assert response.status_code == 302, response.context["form"].errors
    assert not StoryPage.objects.get(title="រឿងអំពីការរាប់ឈើ").live


def test_two_stories_of_one_title_get_two_addresses(make_story):
    first, second = make_story(1), make_story(1)
    assert first.slug.isascii()
    assert second.slug == f"{first.slug}-2"
