"""Addresses inside this site: where a person may be sent, and the same page in another language."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.models import Page

from people.choices import Role

FIELD = "/m/"
ADMIN = "/admin/"
FIELD_ROLES = (Role.MENTOR, Role.MENTEE, Role.MASTER_MENTOR, Role.SCHOOL_LEADER)


def safe_address(request: HttpRequest, address: str | None, default: str) -> str:
    """Return `address` if it leads to this site, else `default`: never to a stranger's site."""
    if address and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return default


def address_in_language(request: HttpRequest, address: str, language: str) -> str:
    """Return the address of the same page in `language`.

    Public pages have an address for each language, `/km/…` and `/en/…`. Where no translation is
    published, the reader gets the home page of that language. Other addresses stay.
    """
    path = urlsplit(address).path
    written_in = translation.get_language_from_path(path)
    if not written_in or written_in == language:
        return address
    home = f"/{language}/"
    with translation.override(written_in):
        try:
            page = Page.find_for_request(request, path.removeprefix(f"/{written_in}/"))
        except Http404:
            page = None
    if page is None:
        return home
    twin = page.get_translations().live().filter(locale__language_code=language).first()
    with translation.override(language):
        return (twin.get_url(request) if twin else None) or home


def start_address(user) -> str:
    """Where a person's work begins: the field app for mentors and teachers, else the admin."""
    if user.has_role(*FIELD_ROLES):
        return FIELD
    if user.is_superuser or user.has_role(Role.COORDINATOR, Role.CONTENT_ADMIN):
        return ADMIN
    return FIELD
