"""Signing in and out of the pages for people."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mentoring_pages.addresses import safe_address, start_address
from mentoring_pages.context import keep_in_browser, modes_of
from mentoring_pages.sign_in_forms import SignInForm


@sensitive_post_parameters("password")
@csrf_protect
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or sign in and go to `next` if it is inside this site."""
    wanted = safe_address(request, request.POST.get("next") or request.GET.get("next"), "")
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(wanted or start_address(request.user))
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        user = form.get_user()
        login(request, user)
        response = HttpResponseRedirect(wanted or start_address(user))
        keep_in_browser(request, response, language=user.language, modes=modes_of(request))
        return response
    status = 422 if form.is_bound else 200
    context = {"form": form, "next": wanted}
    return render(request, "mentoring_pages/sign_in.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask on GET, sign out on POST. Drafts on the phone stay; pages it remembers are cleared."""
    if request.method == "GET":
        return render(request, "mentoring_pages/sign_out.html")
    logout(request)
    response = HttpResponseRedirect("/")
    response["Clear-Site-Data"] = '"cache"'
    return response


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The page after too many wrong passwords for one name from one address (django-axes)."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return render(request, "mentoring_pages/locked_out.html", {"username": typed}, status=429)
