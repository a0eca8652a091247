"""Every address of the system. `/m/` is the field app, `/km/` and `/en/` the public pages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from mentoring_pages.views.public import public_page


def published_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("api.urls")),
    path("", include("mentoring_pages.urls")),
    # Renditions of published pictures only: originals and documents have no address here.
    re_path(r"^media/(?P<path>images/.+)$", published_picture),
    *i18n_patterns(
        re_path(wagtail_urls.serve_pattern, public_page),
        path("", include(wagtail_urls)),  # by whose name `wagtail_serve` addresses are made
    ),
]

handler404 = "mentoring_pages.views.errors.not_found"
handler500 = "mentoring_pages.views.errors.server_error"
