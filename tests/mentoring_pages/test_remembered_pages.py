"""Public pages are made once for all visitors, and anew as soon as anything they show changes."""

import re
import uuid

import pytest
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from forms_builder.models import FormVersion
from mentoring_pages.models import PublicContent
from resources.models import LibraryDocument
from tests.factories import UserFactory

STORY = "/km/stories/bundles-of-ten/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def nothing_remembered(demo_pages):
    caches["pages"].clear()


def html_of(client, path=STORY) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client, path=STORY) -> int:
    with CaptureQueriesContext(connection) as queries:
        html_of(client, path)
    return len(queries)


@pytest.mark.parametrize("path", ["/km/", "/en/", STORY, "/km/stories/"])
def test_remembered_page_is_the_page_with_another_token(path):
    made, again = html_of(Client(), path), html_of(Client(), path)
    assert TOKEN.sub("", made) == TOKEN.sub("", again)
    tokens = [TOKEN.findall(html) for html in (made, again)]
    assert tokens[0] and tokens[0] != tokens[1]


def test_remembered_page_takes_one_query_and_keeps_its_headers():
    made = Client().get(STORY)
    assert queries_of(Client()) == 1
    again = Client().get(STORY)
    for name in ("Content-Type", "Content-Security-Policy", "Content-Language", "X-Frame-Options"):
        assert again[name] == made[name]
    assert "Cookie" in again["Vary"]


def test_switches_of_a_remembered_page_work():
    html_of(Client())
    visitor = Client(enforce_csrf_checks=True)
    token = TOKEN.search(html_of(visitor))[1]
    sent = {"csrfmiddlewaretoken": token, "contrast": "HIGH", "next": STORY}
    assert visitor.post("/preferences/", sent).status_code == 302
    assert 'class="contrast-high"' in html_of(visitor)
    assert 'class="contrast-high"' not in html_of(Client())


def test_signed_in_reader_gets_a_page_of_their_own():
    html_of(Client())
    reader = Client()
    reader.force_login(UserFactory(), backend="people.backends.NameMailPhoneBackend")
    assert "/sign-out/" in html_of(reader)
    assert "/sign-out/" not in html_of(Client())


def test_search_words_and_other_methods_are_not_remembered():
    for _ in range(2):
        assert Client().get(STORY, {"page": "9"}).status_code == 200
        assert Client().head(STORY).content == b""
    assert queries_of(Client()) > 1
    assert "page=9" not in html_of(Client())


@pytest.mark.parametrize("path", ["/km/nothing/", "/km/stories/bundles-of-ten"])
def test_what_is_no_page_is_not_remembered(path):
    first, second = Client().get(path), Client().get(path)
    assert first.status_code == second.status_code != 200


def test_page_behind_a_password_is_not_shown_from_memory(make_story):
    story = make_story()
    assert story.summary in html_of(Client(), story.url)
    story.view_restrictions.create(restriction_type=PageViewRestriction.PASSWORD, password="x")
    for _ in range(2):
        assert story.summary not in Client().get(story.url).content.decode()


def changed_by(act) -> bool:
    before = PublicContent.now()
    act()
    return PublicContent.now() != before


def test_state_changes_with_whatever_a_page_shows(make_story, site_form):
    story = make_story()
    acts = {
        "published": lambda: story.save_revision().publish(),
        "unpublished": story.unpublish,
        "moved": lambda: story.move(story.get_parent(), pos="first-child"),
        "picture": story.image.save,
        "document": LibraryDocument(title="សន្លឹកកិច្ចការ", file="a.pdf").save,
        "form": site_form.save,
        "version": lambda: FormVersion.objects.first().save(),
        "words": lambda: FormVersion.objects.first().texts.first().save(),
        "deleted": story.delete,
    }
    assert [name for name, act in acts.items() if not changed_by(act)] == []
    assert not changed_by(UserFactory)


@pytest.fixture
def site_form():
    from tests.forms_builder.samples import block, make_form

    form = make_form([block("text", "one", label="មួយ")])
    form.save_revision().publish()
    return form


def test_change_is_seen_at_once_whichever_process_made_it(make_story):
    story = make_story()
    for _ in range(2):  # the first makes smaller pictures, so the second is what is remembered
        assert story.title in html_of(Client(), story.url)
    type(story).objects.filter(pk=story.pk).update(title="ក្រោយ")  # as another process
    assert "ក្រោយ" not in html_of(Client(), story.url)
    PublicContent.objects.update(state=uuid.uuid4())
    assert "ក្រោយ" in html_of(Client(), story.url)


def test_change_that_is_taken_back_is_never_shown(make_story):
    story = make_story()
    with transaction.atomic():
        story.title = "មិនដែល"
        story.save()
        transaction.set_rollback(True)
    assert "មិនដែល" not in html_of(Client(), story.url)


def test_there_is_one_state():
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicContent.objects.create(pk=2, state=uuid.uuid4())
