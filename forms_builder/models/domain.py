"""Domains of teaching: what rubric scores are added up by, shared by all forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from khmer.modelfields import KhmerCharField, KhmerTextField


class Domain(TranslatableMixin, models.Model):
    code = models.SlugField(
        _("code"), max_length=64, help_text=_("Stays the same in every language and for ever.")
    )
    name = KhmerCharField(_("name"), max_length=255)
    description = KhmerTextField(_("description"), blank=True)

    override_translatable_fields = [SynchronizedField("code", overridable=False)]

    panels = [FieldPanel("name"), FieldPanel("description"), FieldPanel("code")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "code"], name="domain_code_once"),
        ]

    def __str__(self) -> str:
        return self.name
