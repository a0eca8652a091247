"""Word lists edited as content and translated: expertise areas and subjects."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from khmer.modelfields import KhmerCharField, KhmerTextField


class Term(TranslatableMixin, models.Model):
    """A word with a code that stays the same in every language."""

    code = models.SlugField(_("code"), max_length=64)
    name = KhmerCharField(_("name"), max_length=255)
    description = KhmerTextField(_("description"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("description"), FieldPanel("code")]
    override_translatable_fields = [SynchronizedField("code", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ExpertiseArea(Term):
    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("expertise area")
        verbose_name_plural = _("expertise areas")
        constraints = [
            models.UniqueConstraint(fields=["locale", "code"], name="expertise_area_code_once"),
        ]


class Subject(Term):
    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("school subject")
        verbose_name_plural = _("school subjects")
        constraints = [
            models.UniqueConstraint(fields=["locale", "code"], name="subject_code_once"),
        ]
