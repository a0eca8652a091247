from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from forms_builder.actions.import_form import import_form
from mentoring_pages.actions.load_demo_pages import load_demo_pages
from mentoring_pages.demo.source import read
from mentoring_pages.models import ObservationFormPage, StoryIndexPage, StoryPage
from resources.models import LibraryImage


def test_load_demo_pages_makes_pages_once(demo_pages):
    pages, pictures = Page.objects.count(), LibraryImage.objects.count()
    assert load_demo_pages(at=timezone.now()) == []
    assert (Page.objects.count(), LibraryImage.objects.count()) == (pages, pictures)
    assert len(demo_pages) == 4


def test_load_demo_pages_adds_the_form_page_when_its_form_is_there(demo_pages):
    import_form(data=read("observation_form"), by=None, at=timezone.now())
    made = load_demo_pages(at=timezone.now())
    assert [type(page) for page in made] == [ObservationFormPage]
    assert set(
        ObservationFormPage.objects.live().values_list("locale__language_code", flat=True)
    ) == {"km", "en"}


def test_load_demo_pages_leaves_the_tree_sound_and_twins_live(demo_pages):
    assert Page.find_problems() == ([], [], [], [], [])
    for page in demo_pages:
        assert page.get_translation(Locale.objects.get(language_code="en")).live


def test_load_demo_pages_translates_every_word_but_slugs(demo_pages):
    for translation in Translation.objects.all():
        untranslated = [
            segment.string.data
            for segment in translation.source.stringsegment_set.select_related("string", "context")
            if segment.context.path != "slug"
            and not segment.string.translations.filter(context=segment.context).exists()
        ]
        assert untranslated == []
    assert Translation.objects.count() == len(demo_pages)


def test_publishing_translations_together_keeps_the_tree_sound(
    story_index, make_story, django_capture_on_commit_callbacks
):
    """wagtail-localize publishes on commit, each page as it was before its children came."""
    english = Locale.objects.get(language_code="en")
    parent = StoryIndexPage(title="រឿងថ្មី", slug="new-stories")
    home = story_index.get_parent()
    home.add_child(instance=parent)
    story = make_story(1)
    story.move(parent, pos="last-child")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        translate_object(StoryIndexPage.objects.get(pk=parent.pk), [english])
        translate_object(StoryPage.objects.get(pk=story.pk), [english])
    assert Page.objects.get(slug="new-stories", locale=english).numchild == 1
    assert Page.find_problems() == ([], [], [], [], [])
