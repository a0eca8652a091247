"""What waits for those who look after content, on the admin's first page."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from forms_builder.models import ObservationForm
from mentoring_pages.waiting import waiting_for
from people.actions.prepare_groups import prepare_groups
from people.actions.sync_groups import sync_groups
from people.choices import Role
from people.models import User
from tests.factories import make_places, make_user
from tests.forms_builder.samples import locale, make_form, rubric

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    locale("km"), locale("en")
    prepare_groups()
    return person(Role.CONTENT_ADMIN)


def person(role: Role, place=None) -> User:
    """Somebody in the group of their role, as a request to the admin puts them there."""
    user = make_user(role, place)
    sync_groups(user=user)
    return User.objects.get(pk=user.pk)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def published(code: str = "lesson", **changed) -> ObservationForm:
    form = make_form([rubric("clarity", "ការពន្យល់")], code=code)
    now = timezone.now()
    ObservationForm.objects.filter(pk=form.pk).update(
        **{"live": True, "has_unpublished_changes": False, "last_published_at": now, **changed}
    )
    return ObservationForm.objects.get(pk=form.pk)


def translated(form: ObservationForm, *, leave: int = 0) -> ObservationForm:
    """Every text of the form in English but `leave` of them; returns the English form."""
    source, _new = TranslationSource.update_or_create_from_instance(form)
    english = locale("en")
    into = Translation.objects.create(source=source, target_locale=english)
    segments = list(StringSegment.objects.filter(source=source).order_by("pk"))
    assert len(segments) > leave
    for segment in segments[leave:]:
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=english,
            data="Words",
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
    into.save_target(publish=True)
    ObservationForm.objects.filter(locale=english).update(live=True, has_unpublished_changes=False)
    return ObservationForm.objects.get(translation_key=form.translation_key, locale=english)


def edit_of(form: ObservationForm) -> str:
    return reverse("wagtailsnippets_forms_builder_observationform:edit", args=[form.pk])


def test_nothing_waits_where_all_is_published_and_translated(editor):
    translated(published())
    assert waiting_for(editor) == []


@pytest.mark.parametrize("state", [{"live": False}, {"has_unpublished_changes": True}])
def test_draft_of_a_form_waits(editor, state):
    form = published()
    translated(form)
    ObservationForm.objects.filter(pk=form.pk).update(**state)
    (work,) = waiting_for(editor)
    assert (work.title, work.url) == (form.title, edit_of(form))


def test_draft_of_a_page_waits(editor):
    page = Page.objects.get(depth=1).add_child(
        instance=Page(title="ទំព័រថ្មី", slug="draft", live=False, locale=locale("km"))
    )
    assert [work.url for work in waiting_for(editor)] == [
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    ]


def test_form_without_the_other_language_leads_to_its_translation(editor):
    form = published()
    (work,) = waiting_for(editor)
    assert work.url == reverse(
        "wagtail_localize:submit_snippet_translation",
        args=["forms_builder", "observationform", form.pk],
    )


@pytest.mark.parametrize(("language", "digit"), [("km", "២"), ("en", "2")])
def test_texts_not_translated_are_counted_in_the_readers_digits(editor, language, digit):
    english = translated(published(), leave=2)
    with translation.override(language):
        (work,) = waiting_for(editor)
    assert digit in work.task
    assert work.url == edit_of(english)


def test_form_published_since_leads_to_bringing_its_translation_up_to_date(editor):
    form = published()
    translated(form)
    later = timezone.now() + datetime.timedelta(minutes=1)
    ObservationForm.objects.filter(pk=form.pk).update(last_published_at=later)
    (work,) = waiting_for(editor)
    source = TranslationSource.objects.get_for_instance(form)
    assert work.url == reverse("wagtail_localize:update_translations", args=[source.pk])


def test_nothing_waits_for_people_without_that_work(editor):
    published()
    places = make_places()
    for role in (Role.COORDINATOR, Role.MENTOR):
        assert waiting_for(person(role, places.puok)) == []


def test_panel_stands_on_the_home_of_content_admins_alone(editor, client):
    published()
    client.force_login(editor)
    assert 'id="waiting-content-section"' in client.get("/admin/").content.decode()
    client.force_login(person(Role.COORDINATOR, make_places().puok))
    assert 'id="waiting-content-section"' not in client.get("/admin/").content.decode()


def test_more_work_asks_no_more_queries(editor):
    translated(published("one"), leave=1)
    waiting_for(fresh(editor))
    with CaptureQueriesContext(connection) as one:
        assert len(waiting_for(fresh(editor))) == 1
    translated(published("two"), leave=1)
    published("three")
    with CaptureQueriesContext(connection) as three:
        assert len(waiting_for(fresh(editor))) == 3
    assert len(three) == len(one)
