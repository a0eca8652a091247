"""Which pages show a form."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from forms_builder.uses import FormUse
from mentoring_pages.models import ObservationFormPage


def pages_with_form(form_key: UUID) -> Iterator[FormUse]:
    """Yield each page that shows the form, in any language."""
    pages = ObservationFormPage.objects.filter(form__translation_key=form_key)
    for page in pages.order_by("path"):
        yield FormUse(
            _("Page that shows it"), page.title, reverse("wagtailadmin_pages:edit", args=[page.pk])
        )
