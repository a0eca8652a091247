"""Addresses for people. Public pages come from Wagtail, the field app from field_urls."""

from django.urls import include, path

from mentoring_pages.views.errors import offline
from mentoring_pages.views.preferences import preferences
from mentoring_pages.views.sign_in import sign_in, sign_out
from mentoring_pages.views.start import healthz, start
from mentoring_pages.views.style import style

urlpatterns = [
    path("", start, name="start"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("preferences/", preferences, name="preferences"),
    path("offline/", offline, name="offline"),
    path("style/", style, name="style"),
    path("healthz", healthz, name="healthz"),
    path("m/", include("mentoring_pages.field_urls")),
]
