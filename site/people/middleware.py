"""Which language a reader gets, and access that ends with the role."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

from people.actions.sync_groups import sync_groups

WITHOUT_LANGUAGE = ("/admin/", "/m/", "/api/", "/documents/")


class LanguageMiddleware(LocaleMiddleware):
    """`/km/` and `/en/` decide for public pages; else the reader's own choice; else Khmer.

    Unlike Django's, it does not follow the browser's language: phones sold in Cambodia are
    often set to English by the shop, and Khmer is the first language here. The API follows
    `Accept-Language`, since a program says what it wants on purpose.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info)
        if not language:
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            known = dict(settings.LANGUAGES)
            if request.path_info.startswith("/api/") and request.headers.get("Accept-Language"):
                language = translation.get_language_from_request(request)
            else:
                language = chosen if chosen in known else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """What does not exist here is not looked for below `/km/`, where pages take any path."""
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)


class CurrentRolesMiddleware:
    """What follows from who is signed in, at each request: their language in the field app and
    the admin, and, in the admin, only the groups of the roles they hold today. So access ends
    with the role, whatever ended it, at the next request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_admin = request.path_info.startswith(self.admin)
        if in_admin or request.path_info.startswith("/m/"):
            user = request.user
            if user.is_authenticated:
                translation.activate(user.language)
                request.LANGUAGE_CODE = translation.get_language()
                if in_admin:
                    sync_groups(user=user)
        return self.get_response(request)
