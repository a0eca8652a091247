"""The OpenAPI document: valid, whole, ours alone, and open to everybody."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from tests.addresses import routes
from tests.api.client import ApiClient


@pytest.fixture
def document(nobody) -> dict:
    response = nobody.get("schema/", {"format": "json"})
    assert response.status_code == 200
    return response.json()


def test_schema_command_finds_nothing_to_warn_about(capsys):
    out = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    assert out.getvalue().startswith("openapi: 3.1.0")


def test_schema_is_open_to_nobody_in_particular(db, document):
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"]


def test_schema_is_read_by_a_browser_too(db, nobody):
    response = nobody.get("schema/", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert response.status_code == 200
    assert "openapi" in response["Content-Type"]


def test_schema_names_every_address_of_the_api_and_no_other(db, document):
    written = {path.replace("{", "<").replace("}", ">") for path in document["paths"]}
    known = {
        route.replace("<uuid:pk>", "<id>")
        .replace("<uuid:id>", "<id>")
        .replace("<uuid:file_id>", "<file_id>")
        .replace("<int:pk>", "<id>")
        .replace("<slug:code>", "<code>")
        .replace("<int:number>", "<number>")
        for route in routes(get_resolver())
        if route.startswith("/api/v1/")
    }
    beside = {"/api/v1/", "/api/v1/schema/", "/api/v1/docs/"}
    assert written == known - beside
    assert len(written) >= 13


def test_every_operation_says_what_it_does_and_what_can_go_wrong(db, document):
    seen = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"]
            assert operation["summary"] and operation["tags"], path
            assert {"401", "429"} <= set(answers), path
            assert ("{" in path) == ("404" in answers), path
            for status, answer in answers.items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"], path
            assert operation["security"] == [{"token": []}, {"session": []}]
            seen += 1
            assert method in ("get", "put")
    assert seen >= 14


def test_schema_tells_no_name_of_a_private_field(db, document):
    text = str(document)
    for name in ("phone", "email", "password", "seniority_years", "post_session_notes"):
        assert f"'{name}'" not in text


def test_operations_have_ids_of_their_own(db, document):
    ids = [o["operationId"] for methods in document["paths"].values() for o in methods.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["km", "en"])
def test_docs_page_stands_in_the_reader_s_language_without_scripts(db, language):
    client = ApiClient(None, language)
    response = client.get("docs/", Accept="text/html")
    assert response.status_code == 200
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert "<script" not in text and "style=" not in text and "onclick" not in text
    for path in ("/api/v1/sessions/", "/api/v1/submissions/{id}/", "Authorization: Token"):
        assert path in text
    for anchor in ("submissions_send", "shape-Problem", "forms"):
        assert f'id="{anchor}"' in text
        assert f'href="#{anchor}"' in text
    assert "urn:problem:conflict" in text


def test_docs_page_has_each_anchor_once(db, nobody):
    import re

    text = nobody.get("docs/", Accept="text/html").content.decode()
    ids = re.findall(r'\bid="([^"]+)"', text)
    links = re.findall(r'href="#([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert len(links) > 30
