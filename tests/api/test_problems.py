"""Errors are RFC 9457 problems in the reader's language, whatever was asked and sent."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from rest_framework.throttling import UserRateThrottle

from api.problems import problem_response
from api.views.people import Me
from tests.api.client import ApiClient, is_khmer, problem
from tests.factories import make_user

ANY = uuid.UUID("11111111-2222-4333-8444-555555555555")


def put(client: ApiClient, raw: bytes = b"{}", **headers: str):
    return client.put(f"submissions/{ANY}/", raw=raw, **headers)


CASES = {
    "nobody": (401, lambda client: ApiClient(None, client.headers["Accept-Language"]).get("me/")),
    "unknown address": (404, lambda client: client.get("nothing/here/")),
    "no slash at the end": (404, lambda client: client.get("sessions")),
    "not a UUID": (404, lambda client: client.get("sessions/12/")),
    "not a number": (404, lambda client: client.get("people/សុខ/")),
    "number of 5000 digits": (404, lambda client: client.get("people/" + "9" * 5000 + "/")),
    "number beyond the database": (404, lambda client: client.get("people/" + "9" * 30 + "/")),
    "version beyond the database": (
        404,
        lambda client: client.get("forms/observation/versions/" + "9" * 30 + "/"),
    ),
    "unknown record": (404, lambda client: client.get(f"sessions/{ANY}/")),
    "NUL in the address": (404, lambda client: client.get("forms/%00/")),
    "line break in the address": (404, lambda client: client.get("sessions/a%0Ab/")),
    "broken UTF-8 in the address": (404, lambda client: client.get("forms/%ff%ed%a0%80/")),
    "unknown format": (404, lambda client: client.get("me/", {"format": "xml"})),
    "other method": (405, lambda client: client.put("sessions/", {})),
    "other form of answer": (406, lambda client: client.get("me/", Accept="text/csv")),
    "filter": (400, lambda client: client.get("sessions/", {"status": "ល្អ"})),
    "unknown filter": (400, lambda client: client.get("sessions/", {"statsu": "ACTIVE"})),
    "cursor": (400, lambda client: client.get("sessions/", {"cursor": "ទីបី"})),
    "other body": (415, lambda client: put(client, b"a=1", Content_Type="text/plain")),
    "form body": (
        415,
        lambda client: put(client, b"a=1", Content_Type="application/x-www-form-urlencoded"),
    ),
    "5 MB": (413, lambda client: put(client, b'{"answers": "' + b"a" * 5_000_000 + b'"}')),
    "half a JSON": (400, lambda client: put(client, b'{"form": ')),
    "not UTF-8": (400, lambda client: put(client, b'{"form": "\xff\xfe"}')),
    "NaN": (400, lambda client: put(client, b'{"version": NaN}')),
    "Infinity": (400, lambda client: put(client, b'{"version": -Infinity}')),
    "lone surrogate": (400, lambda client: put(client, b'{"form": "\\ud800"}')),
    "NUL": (400, lambda client: put(client, b'{"form": "a\\u0000b"}')),
    "NUL in a key": (400, lambda client: put(client, b'{"answers": {"a\\u0000b": 1}}')),
    "100 deep": (400, lambda client: put(client, b"[" * 100 + b"]" * 100)),
    "100,000 deep": (400, lambda client: put(client, b"[" * 100_000 + b"]" * 100_000)),
    "100 deep answers": (
        400,
        lambda client: put(client, b'{"answers": {"a":' + b"[" * 100 + b"]" * 100 + b"}}"),
    ),
    "null": (400, lambda client: put(client, b"null")),
    "a list": (400, lambda client: put(client, b"[]")),
    "a text": (400, lambda client: put(client, '"សួស្តី"'.encode())),
    "nothing": (400, lambda client: put(client, b"")),
}


@pytest.mark.parametrize("name", CASES)
def test_problem_in_the_reader_s_language(anyone, name):
    """Khmer without a wish and for an unknown one, English where it is asked for."""
    status, ask = CASES[name]
    told = {}
    for language in ("km", "en", "fr"):
        anyone.headers["Accept-Language"] = language
        response = ask(anyone)
        told[language] = problem(response, status)
        assert response["Content-Language"] == ("en" if language == "en" else "km")
    assert told["km"]["type"] == told["en"]["type"]
    assert not is_khmer(told["en"]["title"] + told["en"]["detail"])
    assert is_khmer(told["km"]["title"]) and is_khmer(told["km"]["detail"])
    assert told["fr"] == told["km"]


def test_method_that_is_not_allowed_names_those_that_are(anyone):
    assert anyone.put("sessions/", {})["Allow"] == "GET, HEAD, OPTIONS"


def test_fields_that_are_wrong_are_named_with_messages(anyone):
    body = problem(put(anyone, b'{"version": "x", "language": [], "session": {}}'), 400)
    assert {"form", "version", "language", "session", "answers"} == set(body["errors"])
    for messages in body["errors"].values():
        assert messages and all(is_khmer(message) for message in messages)


@pytest.mark.parametrize("language", ["km", "en"])
def test_too_many_requests_say_how_long_to_wait(anyone, monkeypatch, language):
    class Twice(UserRateThrottle):
        scope = f"twice-{language}"
        rate = "2/min"
        THROTTLE_RATES = {scope: rate}

    monkeypatch.setattr(Me, "throttle_classes", [Twice])
    anyone.headers["Accept-Language"] = language
    assert [anyone.get("me/").status_code for _ in range(2)] == [200, 200]
    response = anyone.get("me/")
    body = problem(response, 429)
    assert 1 <= int(response["Retry-After"]) <= 60
    assert is_khmer(body["detail"]) == (language == "km")


def test_throttle_counts_each_person_apart(anyone, monkeypatch):
    class Once(UserRateThrottle):
        scope = "once"
        rate = "1/min"
        THROTTLE_RATES = {scope: rate}

    monkeypatch.setattr(Me, "throttle_classes", [Once])
    assert anyone.get("me/").status_code == 200
    assert anyone.get("me/").status_code == 429
    assert ApiClient(make_user()).get("me/").status_code == 200


def test_throttle_is_on_in_every_installation():
    from config.settings import base

    assert base.REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] == [
        "rest_framework.throttling.UserRateThrottle"
    ]
    assert set(base.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]) >= {"user"}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (PermissionDenied(), 403),
        (PermissionDenied("សូមសួរអ្នកសម្របសម្រួល"), 403),
        (ValidationError("ខុស"), 400),
        (ValidationError({"form": ["ខុស"]}), 400),
        (RequestDataTooBig("big"), 413),
        (SuspiciousOperation("odd"), 400),
    ],
)
def test_errors_of_django_are_problems_too(error, status):
    response = problem_response(error, {})
    assert response.status_code == status
    assert response.data["title"] and response.data["detail"]


def test_error_that_nobody_foresaw_stays_a_server_error():
    assert problem_response(RuntimeError("broken"), {}) is None


def test_server_error_is_a_problem_without_its_reason(anyone, monkeypatch):
    def broken(self):
        raise RuntimeError("SECRET")

    monkeypatch.setattr(Me, "get_object", broken)
    response = anyone.get("me/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert b"SECRET" not in response.content


def test_addresses_beside_the_api_are_problems_too(anyone):
    for address in ("/api/", "/api/v2/sessions/"):
        response = anyone.client.get(address, headers=anyone.headers)
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
