"""Scales that several rubric criteria share: the same levels in the same words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from forms_builder.fields.levels import LevelBlock
from khmer.modelfields import KhmerCharField


class ScaleLevelsBlock(blocks.StreamBlock):
    """Levels, each number of points once."""

    level = LevelBlock(label=_("Level"))

    class Meta:
        min_num = 2
        max_num = 20

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        numbers = [child.value["value"] for child in value]
        if len(set(numbers)) != len(numbers):
            raise StreamBlockValidationError(
                non_block_errors=[
                    ValidationError(gettext("Two levels have the same points. Change one of them."))
                ]
            )
        return value


class LevelsField(StreamField):
    """A StreamField of levels whose block definitions stay out of migrations."""

    def __init__(self, block_types=None, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or ScaleLevelsBlock(), **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [], kwargs


class Scale(TranslatableMixin, models.Model):
    """Levels that rubric criteria take instead of own ones.

    Publishing a form puts the levels as they are then into its version; a later change of the
    scale shows in versions published after it.
    """

    code = models.SlugField(
        _("code"), max_length=64, help_text=_("Stays the same in every language and for ever.")
    )
    name = KhmerCharField(_("name"), max_length=255)
    levels = LevelsField(
        verbose_name=_("levels"),
        help_text=_(
            "A change here reaches a form when the form is published again. Answers given before "
            "keep the levels that they were given on."
        ),
    )

    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("levels"),
        SynchronizedField("code", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("shared scale")
        verbose_name_plural = _("shared scales")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "code"], name="scale_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def as_levels(self) -> list[dict[str, Any]]:
        """Return the levels as a rubric's own are: value, label, descriptor, example."""
        return [child.value for child in self.levels]
