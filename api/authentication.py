"""Who is calling: a device or script token, or the field app's signed-in session."""

from __future__ import annotations

from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AbstractAuthToken, get_token_model
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from people.models import User


def caller(request: Request) -> User:
    """The person behind a request that has passed the permissions: never nobody."""
    return cast(User, request.user)


class DeviceTokenAuthentication(TokenAuthentication):
    """`Authorization: Token …`. A token ends with its account, its password, or by hand."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AbstractAuthToken]:
        """The token's person, by one query. Raises AuthenticationFailed, whatever was sent."""
        if token.isascii():
            digest = hash_token(token.decode("ascii"))
            found = get_token_model().objects.select_related("user").filter(digest=digest).first()
            if found and found.user.is_active and not _is_over(found):
                return found.user, found
        raise AuthenticationFailed


def _is_over(token: AbstractAuthToken) -> bool:
    return token.expiry is not None and token.expiry <= timezone.now()


class PhoneSessionAuthentication(SessionAuthentication):
    """The field app's own session, with its CSRF token.

    Answers 401 rather than 403 when nobody is signed in, so that a phone knows to ask for a
    new sign-in and keeps its records.
    """

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="field app"'

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise PermissionDenied(
                _(
                    "The security token of this session is missing or old. Open the page again, "
                    "or send the cookie's value as X-CSRFToken."
                ),
                "csrf",
            ) from error


class DeviceTokenScheme(OpenApiAuthenticationExtension):
    target_class = DeviceTokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema) -> dict:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token …`, as `./run manage token USERNAME` prints it.",
        }


class PhoneSessionScheme(OpenApiAuthenticationExtension):
    target_class = PhoneSessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema) -> dict:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The field app's session; writing needs `X-CSRFToken` beside it.",
        }
