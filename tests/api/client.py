"""A program that calls the API with a token of its person, in a language of its choice."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.actions.issue_token import issue_token
from people.models import User

PROBLEM = "application/problem+json"


class ApiClient:
    """`language` None sends no Accept-Language. A server error is an answer, not an exception."""

    def __init__(self, person: User | None = None, language: str | None = "km") -> None:
        self.person = person
        self.client = Client(raise_request_exception=False)
        self.headers: dict[str, str] = {} if language is None else {"Accept-Language": language}
        if person is not None:
            self.token = issue_token(person=person, by=None, at=timezone.now())
            self.headers["Authorization"] = f"Token {self.token}"

    def get(self, path: str, query: dict[str, Any] | str | None = None, **headers: str):
        address = path if path.startswith("http") else f"/api/v1/{path}"
        if isinstance(query, str):
            address += f"?{query}"
            query = None
        return self.client.get(address, query, headers={**self.headers, **_names(headers)})

    def put(self, path: str, body: Any = None, raw: bytes | None = None, **headers: str):
        headers = {"Content-Type": "application/json", **_names(headers)}
        content_type = headers.pop("Content-Type")
        return self.client.put(
            f"/api/v1/{path}",
            json.dumps(body, ensure_ascii=False).encode() if raw is None else raw,
            content_type=content_type,
            headers={**self.headers, **headers},
        )

    def rows(self, path: str, query: dict[str, Any] | None = None) -> list[dict]:
        response = self.get(path, query)
        assert response.status_code == 200, response.content
        return response.json()["results"]

    def queries(self, path: str) -> list[str]:
        """The SQL of one request, without what finds the token, its person and their roles."""
        with CaptureQueriesContext(connection) as captured:
            response = self.get(path)
        assert response.status_code == 200, response.content
        known = ("knox_authtoken", '"people_roleassignment"."user_id" =')
        return [
            query["sql"]
            for query in captured.captured_queries
            if not any(part in query["sql"] for part in known)
        ]


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """The body of an answer that must be a problem document with that status."""
    assert response.status_code == status, response.content[:2000]
    assert response["Content-Type"] == PROBLEM
    body = response.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:problem:")
    assert body["title"] and body["detail"]
    return body


def is_khmer(text: str) -> bool:
    return any("\u1780" <= character <= "\u17ff" for character in text)
