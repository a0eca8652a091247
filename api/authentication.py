"""Who is calling: a device or script token, or the field app's signed-in session."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class DeviceTokenAuthentication(TokenAuthentication):
    """`Authorization: Token …`; a token dies with its account, its password or by hand."""


class PhoneSessionAuthentication(SessionAuthentication):
    """The field app's own session, with its CSRF token.

    Answers 401 rather than 403 when nobody is signed in, so that a phone knows to ask for a
    new sign-in and keeps its records.
    """

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="field app"'


class DeviceTokenScheme(OpenApiAuthenticationExtension):
    target_class = DeviceTokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema) -> dict:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token …, as `./run manage token USERNAME` prints it.",
        }


class PhoneSessionScheme(OpenApiAuthenticationExtension):
    target_class = PhoneSessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema) -> dict:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
