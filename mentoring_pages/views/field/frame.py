"""What every page of the field app shares: who may open it, its menu, its mark for the phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khmer.digits import written
from messaging.queries import unread_count
from people.choices import Role
from people.models import User
from people.requests import SignedInRequest

USER_HEADER = "X-Field-User"
STORED_COOKIE = "field_stored"
TEN_MINUTES = 600


def field_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Sign-in required; never in a shared cache; marked with its user for the phone's own copies.

    What a person may not do looks like what does not exist: PermissionDenied becomes a 404.
    """

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except PermissionDenied as error:
            raise Http404 from error
        patch_cache_control(response, private=True, no_store=True)
        response[USER_HEADER] = str(request.user.pk)
        return response

    return login_required(guarded)


def page(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    here: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page of the field app; `here` names the menu entry it belongs to."""
    unread = unread_count(request.user)
    frame = {
        "menu": menu_of(request.user, here, unread),
        "home": reverse("field:today"),
        "notices_unread": unread,
    }
    name = f"mentoring_pages/field/{template}.html"
    return render(request, name, {**frame, **(context or {})}, status=status)


def go_stored(kept: str, name: str, *args: Any) -> HttpResponse:
    """Redirect after words were stored; the phone may then forget its own copy, named `kept`."""
    response = redirect(name, *args)
    response.set_cookie(STORED_COOKIE, kept, max_age=TEN_MINUTES, path="/m/", samesite="Lax")
    return response


def menu_of(user: User, here: str, unread: int) -> list[dict[str, Any]]:
    """The entries of the menu for this person, in the order of their day."""
    entries = [("today", _("Today"))]
    if works_in_field(user):
        entries.append(("visits", _("Visits")))
    if user.has_role(Role.MENTEE):
        entries.append(("growth", _("My growth")))
    if user.led_paths:
        entries.append(("school", _("My school")))
    entries.append(("notices", notices_name(unread)))
    return [
        {"href": reverse(f"field:{name}"), "text": text, "current": name == here}
        for name, text in entries
    ]


def notices_name(unread: int) -> str:
    if not unread:
        return _("Notices")
    return ngettext("Notices (%(count)s new)", "Notices (%(count)s new)", unread) % {
        "count": written(unread)
    }


def works_in_field(user: User) -> bool:
    """Whether this person has visits of their own."""
    return user.has_role(Role.MENTOR, Role.MENTEE, Role.MASTER_MENTOR)
