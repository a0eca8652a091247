"""Lists in steps of one's own, for questions that narrow down."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from khmer.jsontext import Utf8Encoder
from khmer.modelfields import KhmerCharField


class ChoiceListContent(models.Model):
    """What a list said, under its own hash; kept for ever, since answers are read by it."""

    hash = models.CharField(max_length=64, primary_key=True)
    content = models.JSONField(encoder=Utf8Encoder)

    def __str__(self) -> str:
        return self.hash


class ChoiceList(models.Model):
    """A list that editors name; a new file gives it a new content."""

    code = models.SlugField(
        _("code"),
        max_length=64,
        unique=True,
        help_text=_("A short name in Latin letters for exports and other software."),
    )
    title = KhmerCharField(_("title"), max_length=255)
    content = models.ForeignKey(
        ChoiceListContent, on_delete=models.PROTECT, related_name="+", editable=False
    )

    panels = [FieldPanel("title"), FieldPanel("file"), FieldPanel("code")]

    class Meta:
        verbose_name = _("choice list")
        verbose_name_plural = _("choice lists")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def rows(self) -> int:
        """How many entries the last step has."""
        content: dict[str, Any] = self.content.content
        last = len(content["steps"]) - 1
        return sum(node[0] == last for node in content["nodes"])
