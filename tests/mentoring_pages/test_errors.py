"""Pages for when something went wrong, in both languages."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from mentoring_pages.views import start
from mentoring_pages.views.errors import server_error
from tests.factories import PASSWORD
from tests.khmer_lang import inline_parts, page_language, stray_khmer


@pytest.mark.parametrize("language", ["km", "en"])
def test_unknown_page_says_so_in_the_language_of_the_address(client, db, language):
    response = client.get(f"/{language}/គ្មាន/")
    html = response.content.decode()
    assert response.status_code == 404
    assert page_language(html) == language
    assert stray_khmer(html) == []
    assert inline_parts(html) == []


def test_unknown_address_of_the_api_gets_a_problem(client, db):
    response = client.get("/api/nothing/")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


@pytest.mark.parametrize("language", ["km", "en"])
def test_server_error_needs_neither_session_nor_database(language, settings):
    """No `db` fixture: a query would fail the test."""
    request = RequestFactory().get("/m/")
    request.COOKIES["modes"] = "contrast-high"
    from django.utils import translation

    with translation.override(language):
        response = server_error(request)
    html = response.content.decode()
    assert response.status_code == 500
    assert page_language(html) == language
    assert 'class="contrast-high"' in html
    assert stray_khmer(html) == []


def test_page_open_too_long_says_what_to_do(db):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in/", {"username": "chenda", "password": PASSWORD})
    html = response.content.decode()
    assert response.status_code == 403
    assert PASSWORD not in html
    assert '<a class="button button--quiet" href="/">' in html


def test_offline_page_leads_back_to_the_field_app(client, db):
    html = client.get("/offline/").content.decode()
    assert 'href="/m/"' in html
    assert inline_parts(html) == []


def test_healthz_tells_whether_the_database_answers(client, db, monkeypatch):
    assert client.get("/healthz").content == b"ok"

    class Broken:
        def cursor(self):
            raise OperationalError("gone")

    monkeypatch.setattr(start, "connection", Broken())
    assert client.get("/healthz").status_code == 503
