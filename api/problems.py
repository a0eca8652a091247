"""Errors as RFC 9457 problems, in the reader's language."""

from __future__ import annotations

import math
from typing import Any

from django.core import exceptions as django_errors
from django.http import Http404
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import exceptions
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


def details() -> dict[str, str]:
    """What happened and what to do, by kind, for errors that others raise."""
    return {
        "invalid": _("Look at the fields named here, mend them and send it again."),
        "not_authenticated": _("Send a token (Authorization: Token …), or sign in."),
        "authentication_failed": _(
            "This token is not valid or has ended. Ask your administrator for a new one."
        ),
        "permission_denied": _("You may not do this. Ask your coordinator."),
        "not_found": _("There is nothing at this address, or it is not for you."),
        "method_not_allowed": _("Use one of the methods that the header Allow names."),
        "not_acceptable": _("Ask for application/json in the header Accept."),
        "unsupported_media_type": _("Send the header Content-Type: application/json."),
        "throttled": _("Wait as many seconds as the header Retry-After says, then go on."),
        "too_large": _("Send it in smaller parts."),
    }


def as_api_error(error: Exception) -> exceptions.APIException | None:
    """Errors of Django as those of the framework; None for one that nobody foresaw."""
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, django_errors.PermissionDenied):
        return exceptions.PermissionDenied(str(error) or None)
    if isinstance(error, django_errors.ValidationError):
        return exceptions.ValidationError(getattr(error, "message_dict", {"": error.messages}))
    if isinstance(error, django_errors.RequestDataTooBig):
        return Problem(413, "too_large", details()["too_large"])
    if isinstance(error, django_errors.SuspiciousOperation):
        return exceptions.ParseError(details()["invalid"])
    return None


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every known error becomes a problem; others stay a 500."""
    found = as_api_error(error)
    if found is None:
        return None
    set_rollback()
    members: dict[str, Any] = getattr(found, "members", {})
    if isinstance(found, exceptions.ValidationError):
        kind, detail = "invalid", details()["invalid"]
        members = {"errors": dict(_messages(found.detail))}
    else:
        kind = getattr(found.detail, "code", None) or found.default_code
        detail = str(found.detail)
        if detail == str(type(found).default_detail) or type(found) in UNWORDED:
            detail = details().get(kind, detail)
    headers: dict[str, Any] = {"Content-Language": get_language()}
    if sign_in := getattr(found, "auth_header", None):
        headers["WWW-Authenticate"] = sign_in
    if seconds := getattr(found, "wait", None):
        headers["Retry-After"] = str(math.ceil(seconds))
    body = {
        "type": f"urn:problem:{kind.replace('_', '-')}",
        "title": titles().get(found.status_code, _("This did not work")),
        "status": found.status_code,
        "detail": detail,
        **members,
    }
    response = Response(
        body, status=found.status_code, headers=headers, content_type="application/problem+json"
    )
    patch_vary_headers(response, ["Accept-Language"])
    return response


# Their own words name the method, the media type or the seconds, which headers and status say.
UNWORDED = (
    exceptions.NotAuthenticated,
    exceptions.AuthenticationFailed,
    exceptions.MethodNotAllowed,
    exceptions.NotAcceptable,
    exceptions.Throttled,
    exceptions.UnsupportedMediaType,
)


def _messages(detail: Any, name: str = "") -> Any:
    """Pairs of field name and messages, nested fields joined by a point; "" is the whole."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            part = "" if key == "non_field_errors" else str(key)
            yield from _messages(value, ".".join(filter(None, [name, part])))
    elif isinstance(detail, list):
        texts = [str(item) for item in detail if not isinstance(item, (dict, list))]
        if texts:
            yield name, texts
        for item in detail:
            if isinstance(item, (dict, list)):
                yield from _messages(item, name)
    else:
        yield name, [str(detail)]
