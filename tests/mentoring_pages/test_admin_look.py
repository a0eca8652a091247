"""Wagtail's admin in our dress, in Khmer."""

import pytest
from django.urls import reverse
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page

from mentoring_pages.models import StoryIndexPage
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from people.models import User
from tests.factories import make_places, make_superuser, make_user
from tests.khmer_lang import page_language


def test_admin_sign_in_has_our_name_logo_and_messages(client, db):
    html = client.get("/admin/login/").content.decode()
    assert page_language(html) == "km"
    assert "brand__mark" in html
    assert "css/admin.css" in html
    assert "Wagtail</title>" not in html
    refused = client.post("/admin/login/", {"username": "លោកគ្រូ", "password": "ខុស"})
    assert 'value="លោកគ្រូ"' in refused.content.decode()


def test_admin_home_follows_the_persons_language(client, db):
    for language in ("km", "en"):
        user = User.objects.create_superuser(f"neak-{language}", password="ពាក្យសម្ងាត់វែង")
        user.language = language
        user.save()
        client.force_login(user, backend="people.backends.NameMailPhoneBackend")
        html = client.get("/admin/").content.decode()
        assert page_language(html) == language
        assert "data-wagtail-sidebar-branding-logo" in html
        assert "brand__mark" in html


def test_admin_gives_khmer_texts_a_growing_text_box(db):
    form = StoryIndexPage.get_edit_handler().get_form_class()
    assert isinstance(form.base_fields["intro"].widget, AdminAutoHeightTextInput)
    assert form.base_fields["intro"].widget.attrs["lang"] == "km"


@pytest.fixture
def home_of(client, db):
    """`home_of(user)` is the admin's first page as that person sees it."""
    prepare_groups()

    def home(user):
        client.force_login(user, backend="people.backends.NameMailPhoneBackend")
        return client.get("/admin/").content.decode()

    return home


def test_pages_are_searched_from_home_by_those_who_see_pages(home_of):
    address = reverse("wagtailadmin_explore", args=[Page.objects.get(depth=1).pk])
    assert 'role="search"' not in home_of(make_user(Role.COORDINATOR, make_places().puok))
    found = home_of(make_superuser())
    assert 'role="search"' in found
    assert address in found


def test_no_link_of_the_home_leads_outside(home_of):
    """Wagtail's guide and news are English pages elsewhere; its badge counted them for ever."""
    people = [
        make_superuser(),
        make_user(Role.CONTENT_ADMIN),
        make_user(Role.COORDINATOR, make_places().puok),
    ]
    for person in people:
        assert "wagtail.org" not in home_of(person)
