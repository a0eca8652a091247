"""Errors as RFC 9457 problems, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback


class Problem(exceptions.APIException):
    """An error of ours with a status, a short `kind` and further members."""

    def __init__(self, status_code: int, kind: str, detail: str, **members: Any) -> None:
        super().__init__(detail, kind)
        self.status_code = status_code
        self.members = members


def titles() -> dict[int, str]:
    return {
        400: _("The request could not be understood"),
        401: _("Sign in first"),
        403: _("You may not do this"),
        404: _("Not found"),
        405: _("This address does not do that"),
        406: _("This form of answer does not exist"),
        409: _("Other answers are already stored under this id"),
        413: _("Too large"),
        415: _("Send JSON"),
        422: _("Some answers need another look"),
        429: _("Too many requests"),
    }


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every known error becomes a problem; others stay a 500."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    code = error.status_code
    if isinstance(error, exceptions.ValidationError) and code == status.HTTP_400_BAD_REQUEST:
        members: dict[str, Any] = {"errors": error.detail}
        detail = _("Look at the fields named here, mend them and send it again.")
        kind = "invalid"
    else:
        members = getattr(error, "members", {})
        detail = str(error.detail)
        kind = getattr(error.detail, "code", None) or error.default_code
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))
    body = {
        "type": f"urn:problem:{kind}",
        "title": titles().get(code, _("This did not work")),
        "status": code,
        "detail": detail,
        **members,
    }
    return Response(body, status=code, headers=headers, content_type="application/problem+json")
