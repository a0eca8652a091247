"""What a form is called and whose it is, for ever; what it asks is content and may go."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import Place


class FormQuerySet(models.QuerySet):
    def published(self) -> FormQuerySet:
        """Those that have a version which is offered now."""
        return self.filter(versions__is_current=True)


class Form(models.Model):
    """A form in all its languages and versions. The row outlives its content.

    `key` is the `translation_key` of its `ObservationForm`s. `place` is who it is for, None for
    the whole country. `code` belongs to it for ever (`forms_builder.codes`).
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=64, unique=True)
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forms",
        verbose_name=_("owner"),
    )
    derived_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="form_has_code"),
            models.CheckConstraint(
                condition=Q(derived_from__isnull=True) | ~Q(derived_from=F("key")),
                name="form_not_its_own_copy",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def owner_name(self) -> str:
        """Whose form it is, in the reader's language."""
        return self.place.name if self.place else gettext("National")
