"""Questions and sections to build forms from, shared by all who build forms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import TranslatableMixin

from forms_builder.models.form import BodyField
from khmer.modelfields import KhmerCharField, KhmerTextField


class LibraryPart(TranslatableMixin, models.Model):
    """A question, several, or a whole section, in one language; forms get copies of it.

    A shared scale is a criterion with that scale.
    """

    title = KhmerCharField(_("title"), max_length=255)
    description = KhmerTextField(_("description"), blank=True)
    body = BodyField(verbose_name=_("questions"))

    panels = [
        FieldPanel("title"),
        FieldPanel("description", widget=AdminAutoHeightTextInput),
        FieldPanel("body"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("library part")
        verbose_name_plural = _("question library")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
