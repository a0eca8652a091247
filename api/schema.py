"""What many operations of the OpenAPI document share."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse

from api.serializers.forms import ProblemSerializer

PROBLEM = "application/problem+json"


def problem(description: str) -> OpenApiResponse:
    return OpenApiResponse(ProblemSerializer, description)


NOBODY = {
    (401, PROBLEM): problem("No token, or one that has ended."),
    (429, PROBLEM): problem("Too many requests; the header Retry-After says how long to wait."),
}
LIST_PROBLEMS = {
    (400, PROBLEM): problem("A filter or the cursor makes no sense."),
    **NOBODY,
}
ONE_PROBLEMS = {
    (404, PROBLEM): problem("Unknown, or not for you."),
    **NOBODY,
}


def only_ours(endpoints: list[tuple], **kwargs: Any) -> list[tuple]:
    """First step of making the document: Wagtail's own addresses are no part of this API."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
