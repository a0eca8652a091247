"""Language, text size, contrast and simple screens: kept on the server, without JavaScript."""

import pytest

from mentoring_pages.models import StoryPage
from tests.factories import UserFactory

HOSTILE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "",
]


def choose(client, **data):
    return client.post("/preferences/", data)


def test_visitors_choice_is_kept_in_the_browser(client, db):
    choose(client, contrast="HIGH", text_size="LARGE", simple="1", next="/sign-in/")
    html = client.get("/sign-in/").content.decode()
    assert '<html lang="km" class="contrast-high text-large simple">' in html
    choose(client, contrast="NORMAL")
    html = client.get("/sign-in/").content.decode()
    assert '<html lang="km" class="text-large simple">' in html


def test_persons_choice_is_kept_on_the_person(client, db):
    user = UserFactory()
    client.force_login(user, backend="people.backends.NameMailPhoneBackend")
    choose(client, contrast="HIGH", text_size="LARGE", simple="1", language="en")
    user.refresh_from_db()
    assert (user.contrast, user.text_size, user.simple, user.language) == (
        "HIGH",
        "LARGE",
        True,
        "en",
    )
    client.cookies.pop("modes")
    assert 'class="contrast-high text-large simple"' in client.get("/sign-out/").content.decode()
    choose(client, simple="0")
    user.refresh_from_db()
    assert user.simple is False
    assert user.contrast == "HIGH"


@pytest.mark.parametrize("address", HOSTILE)
def test_no_way_out_of_the_site(client, db, address):
    response = choose(client, language="en", next=address)
    assert response.status_code == 302
    assert response.headers["Location"] == "/"


def test_values_that_are_no_choice_change_nothing(client, db):
    user = UserFactory()
    client.force_login(user, backend="people.backends.NameMailPhoneBackend")
    response = choose(
        client, language="fr", text_size="ធំ", contrast="<b>", simple="yes", next="/sign-out/"
    )
    assert response.headers["Location"] == "/sign-out/"
    user.refresh_from_db()
    assert (user.language, user.text_size, user.contrast, user.simple) == (
        "km",
        "NORMAL",
        "NORMAL",
        False,
    )


def test_switches_answer_to_posts_only(client, db):
    assert client.get("/preferences/").status_code == 405


def test_language_switch_goes_to_the_translated_page(client, demo_pages):
    there = choose(client, language="en", next="/km/stories/bundles-of-ten/")
    assert there.headers["Location"] == "/en/stories/bundles-of-ten/"
    back = choose(client, language="km", next="/en/stories/bundles-of-ten/")
    assert back.headers["Location"] == "/km/stories/bundles-of-ten/"


@pytest.mark.parametrize("address", ["/km/nothing-here/", "/km/stories/bundles-of-ten/"])
def test_language_switch_goes_home_where_there_is_no_translation(client, demo_pages, address):
    StoryPage.objects.filter(locale__language_code="en").update(live=False)
    assert choose(client, language="en", next=address).headers["Location"] == "/en/"


def test_language_switch_keeps_addresses_without_a_language(client, db):
    response = choose(client, language="en", next="/sign-in/?next=/m/")
    assert response.headers["Location"] == "/sign-in/?next=/m/"
    assert '<html lang="en"' in client.get("/sign-in/").content.decode()


def test_header_offers_every_switch_as_a_form(client, db):
    html = client.get("/sign-in/").content.decode()
    assert 'action="/preferences/" method="post"' in html
    assert html.count('aria-pressed="true"') == 3
    for name, value in (
        ("language", "en"),
        ("text_size", "LARGE"),
        ("contrast", "HIGH"),
        ("simple", "1"),
    ):
        assert f'name="{name}" value="{value}"' in html
