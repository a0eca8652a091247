"""An observation form for everybody to read: what is looked at is no secret."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from forms_builder.queries import current_version, text_of
from khmer.modelfields import KhmerTextField
from mentoring_pages.models.public_page import PublicPage


class ObservationFormPage(PublicPage):
    """Shows the version of a form that is published now, so an edit is seen at once."""

    intro = KhmerTextField(_("introduction"), blank=True)
    form = models.ForeignKey(
        "forms_builder.ObservationForm",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("form"),
        help_text=_("Any language of it; readers get their own."),
    )

    parent_page_types = ["mentoring_pages.HomePage"]
    subpage_types: list[str] = []

    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("form")]
    override_translatable_fields = [SynchronizedField("form", overridable=False)]

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = get_language() or "km"
        version = current_version(self.form.form_key)
        context["version"] = version
        context["form_text"] = text_of(version, language) if version else None
        context["form_language"] = language
        return context
