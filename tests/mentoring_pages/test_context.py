from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from mentoring_pages.context import Modes, page_frame
from people.models import User


def frame(user, **cookies):
    request = RequestFactory().get("/km/")
    request.user = user
    request.COOKIES.update(cookies)
    return page_frame(request)


def test_page_frame_reads_a_visitors_modes_without_the_database():
    """No `db` fixture: a query would fail the test."""
    assert frame(AnonymousUser())["modes"].classes == ""
    kept = frame(AnonymousUser(), modes="text-large.simple.nonsense")["modes"]
    assert kept.classes == "text-large simple"


def test_page_frame_prefers_a_persons_own_modes():
    user = User(contrast="HIGH")
    assert frame(user, modes="text-large")["modes"].classes == "contrast-high"


def test_page_frame_offers_each_language_by_its_own_name():
    languages = frame(AnonymousUser())["language_switch"]
    assert [(language["code"], language["name"]) for language in languages] == [
        ("km", "ភាសាខ្មែរ"),
        ("en", "English"),
    ]
    assert [language["active"] for language in languages] == [True, False]


def test_modes_survive_the_way_through_the_cookie():
    modes = Modes("LARGE", "HIGH", True)
    assert Modes.from_classes(modes.classes.replace(" ", ".")) == modes
