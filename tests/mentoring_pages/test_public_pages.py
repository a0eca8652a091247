"""What a visitor reads: home and stories, in Khmer and English."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from mentoring_pages.models import StoryPage
from tests.khmer_lang import inline_parts, khmer_runs, page_language, stray_khmer

PATHS = [
    "/",
    "/stories/",
    "/stories/bundles-of-ten/",
    "/stories/learning-from-each-other/",
]


def html_of(response) -> str:
    return response.content.decode()


def queries_of(client, path) -> int:
    """What it takes to make a page anew."""
    client.get(path)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_public_page_is_shown_in_both_languages(client, demo_pages, language, path):
    response = client.get(f"/{language}{path}")
    html = html_of(response)
    assert response.status_code == 200
    assert page_language(html) == language
    assert khmer_runs(html) >= 1
    assert stray_khmer(html) == []
    assert html.count("<h1") == 1
    for twin in ("km", "en"):
        assert f'hreflang="{twin}" href="http://localhost/{twin}{path}"' in html


@pytest.mark.parametrize("path", PATHS)
def test_public_page_has_nothing_inline_and_a_strict_policy(client, demo_pages, path):
    response = client.get(f"/km{path}")
    policy = response["Content-Security-Policy"]
    assert inline_parts(html_of(response)) == []
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_home_says_what_it_is_in_the_language_of_the_address(client, demo_pages):
    khmer, english = html_of(client.get("/km/")), html_of(client.get("/en/"))
    assert "រួមដំណើរជាមួយគ្រូ ដើម្បីឱ្យសិស្សគ្រប់រូបរៀនបានល្អ" in khmer
    assert "Walking beside teachers, so that every student learns well" in english
    assert "/km/stories/bundles-of-ten/" in khmer
    assert "/en/stories/bundles-of-ten/" in english
    assert "/km/stories/" not in english


def test_home_shows_the_three_newest_stories(client, make_story):
    for number in (1, 2, 3):
        make_story(number)
    html = html_of(client.get("/km/"))
    assert html.count('class="story-card"') == 3
    assert html.index("រឿងទី 3") < html.index("រឿងទី 2") < html.index("រឿងទី 1")


def test_bare_address_leads_to_khmer_or_to_the_chosen_language(client, demo_pages):
    assert client.get("/").headers["Location"] == "/km/"
    client.cookies["django_language"] = "en"
    assert client.get("/").headers["Location"] == "/en/"


def test_pictures_have_size_words_and_load_late_in_lists(client, demo_pages):
    pictures = re.findall(r"<img[^>]*>", html_of(client.get("/km/stories/")))
    assert len(pictures) == 2
    for picture in pictures:
        assert 'loading="lazy"' in picture
        assert re.search(r'width="\d+"', picture)
        assert re.search(r'height="\d+"', picture)
        assert 'alt=""' in picture  # the heading beside it says the same
    large = re.findall(r"<img[^>]*>", html_of(client.get("/km/stories/bundles-of-ten/")))
    assert len(large) == 1
    assert 'alt="គំនូរ៖ អ្នកគ្រូម្នាក់' in large[0]
    assert "srcset" in large[0]


def test_story_index_takes_the_same_queries_for_one_and_three_stories(
    client, story_index, make_story
):
    StoryPage.objects.child_of(story_index).exclude(slug="bundles-of-ten").unpublish()
    one = queries_of(client, "/km/stories/")
    make_story(1)
    make_story(2)
    assert html_of(client.get("/km/stories/")).count('class="story-card"') == 3
    assert queries_of(client, "/km/stories/") == one


def test_home_takes_the_same_queries_for_one_and_three_stories(client, story_index, make_story):
    StoryPage.objects.child_of(story_index).exclude(slug="bundles-of-ten").unpublish()
    one = queries_of(client, "/km/")
    make_story(1)
    make_story(2)
    assert queries_of(client, "/km/") == one


def test_story_index_goes_on_to_a_second_page(client, make_story):
    for number in range(1, 9):
        make_story(number)
    first = html_of(client.get("/km/stories/"))
    second = html_of(client.get("/km/stories/?page=2"))
    assert first.count('class="story-card"') == 9
    assert 'href="?page=2"' in first
    assert second.count('class="story-card"') == 1
    assert "ទី" in second
    assert stray_khmer(second) == []
    nonsense = html_of(client.get("/km/stories/?page=ក"))
    assert nonsense.count('class="story-card"') == 9


def test_story_index_without_stories_says_so(client, story_index):
    StoryPage.objects.child_of(story_index).unpublish()
    html = html_of(client.get("/km/stories/"))
    assert 'class="empty"' in html
    assert "story-card" not in html


def test_unpublished_story_is_gone_everywhere(client, story_index):
    StoryPage.objects.child_of(story_index).get(slug="bundles-of-ten").unpublish()
    assert client.get("/km/stories/bundles-of-ten/").status_code == 404
    assert "bundles-of-ten" not in html_of(client.get("/km/"))
    assert "bundles-of-ten" not in html_of(client.get("/km/stories/"))


def test_khmer_left_in_an_english_page_is_marked_as_khmer(client, demo_pages):
    story = StoryPage.objects.get(slug="bundles-of-ten", locale__language_code="en")
    story.title = "បាច់ឈើដប់ៗ"
    story.summary = "សំណួរខ្លីមួយ"
    story.change_seen = "ការផ្លាស់ប្តូរ"
    story.save()
    for path in ("/en/", "/en/stories/", "/en/stories/bundles-of-ten/"):
        html = html_of(client.get(path))
        body = html[html.index("<body") :]
        assert "បាច់ឈើដប់ៗ" in body
        assert stray_khmer(f'<html lang="en">{body}') == []


def test_menu_holds_what_editors_put_there_and_marks_the_present_part(client, story_index):
    html = html_of(client.get("/km/stories/bundles-of-ten/"))
    assert re.search(r'href="/km/stories/" aria-current="page"', html)
    story_index.show_in_menus = False
    story_index.save()
    assert "site-nav" not in html_of(client.get("/km/stories/bundles-of-ten/"))


def test_site_has_the_home_page_as_its_root(demo_pages):
    site = Site.objects.get(is_default_site=True)
    assert site.root_page.specific == demo_pages[0]
    assert not Page.objects.filter(slug="home").exists()
