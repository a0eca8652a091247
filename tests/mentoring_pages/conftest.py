import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from mentoring_pages.actions.load_demo_pages import load_demo_pages
from mentoring_pages.models import StoryIndexPage, StoryPage
from resources.models import LibraryImage


@pytest.fixture(scope="module")
def loaded_pages(django_db_setup, django_db_blocker):
    """The pages, made once for all tests of a module and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo_pages(at=timezone.now())
        transaction.set_rollback(True)


@pytest.fixture
def demo_pages(loaded_pages, db):
    """Home, list of stories and two stories, in Khmer and English."""
    return loaded_pages


@pytest.fixture
def story_index(demo_pages) -> StoryIndexPage:
    return StoryIndexPage.objects.get(locale=Locale.objects.get(language_code="km"))


@pytest.fixture
def make_story(story_index):
    """Makes a published story below the Khmer list, newest first."""

    def make(number: int = 1, **fields) -> StoryPage:
        story = StoryPage(
            title=f"រឿងទី {number}",
            summary="សិស្សគ្រប់គ្នាបង្ហាញចម្លើយលើក្តារឆ្នួន។",
            teacher_line="អ្នកគ្រូ សុខ ឈូករ័ត្ន",
            story_date=datetime.date(2026, 8, 1) + datetime.timedelta(days=number),
            image=LibraryImage.objects.first(),
            image_alt="គំនូរ៖ សិស្សក្នុងថ្នាក់",
            body=[("quote", {"text": "មួយម៉ោង មួយសំណួរ មួយជំហាន", "who": "អ្នកគ្រូ"})],
            change_seen="សិស្សសួរសំណួរច្រើនជាងមុន។",
            consent_line="អ្នកគ្រូបានយល់ព្រមឱ្យចុះផ្សាយ។",
            **{"consent_confirmed": True, **fields},
        )
        story_index.refresh_from_db()
        story_index.add_child(instance=story)
        return story

    return make
