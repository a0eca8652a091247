"""Whatever public pages show tells that they are to be made anew."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from forms_builder.models import FormVersion, FormVersionText, ObservationForm
from mentoring_pages.models import PublicContent

SHOWN = (
    Page,
    Site,
    Locale,
    PageViewRestriction,
    AbstractImage,
    AbstractRendition,
    AbstractDocument,
    ObservationForm,
    FormVersion,
    FormVersionText,
)


def renew_pages(sender: type, raw: bool = False, **_: Any) -> None:
    if issubclass(sender, SHOWN) and not raw:
        PublicContent.changed()


def connect() -> None:
    """Called once, when the app is ready."""
    for signal in (post_save, post_delete, post_page_move):
        signal.connect(renew_pages, dispatch_uid="mentoring_pages.renew_pages")
