"""What a form was when somebody answered it: immutable structure, wording by language.

Answers bind to these rows and never to a Wagtail revision: autosave rewrites a published
revision in place, and purging deletes it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms_builder.choices import Purpose, only_observation
from forms_builder.models.identity import Form
from khmer.jsontext import Utf8Encoder
from khmer.modelfields import KhmerCharField


class FormVersionQuerySet(models.QuerySet):
    def current(self) -> FormVersionQuerySet:
        """The version of each form that is published now."""
        return self.filter(is_current=True)

    def serving(self, purpose: Purpose) -> FormVersionQuerySet:
        """Those whose form is for `purpose`. Codes stand in quotation marks, none in another."""
        return self.filter(purposes__icontains=f'"{purpose.value}"')


class FormVersionManager(models.Manager.from_queryset(FormVersionQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> FormVersionQuerySet:
        """A version is named by its form's code wherever it is shown."""
        return super().get_queryset().select_related("form")


class FormVersion(models.Model):
    """The structure of a form: sections, questions, scales, weights, rules; no words.

    `schema` is the canonical JSON that `forms_builder.schema` compiles; `structure_hash` its
    SHA-256. `purposes` are the form's of that time: answers to an older version still come in.
    """

    IMMUTABLE = ("form_id", "number", "structure_hash", "purposes")

    form = models.ForeignKey(
        Form,
        on_delete=models.PROTECT,
        related_name="versions",
        editable=False,
        verbose_name=_("form"),
    )
    number = models.PositiveIntegerField(_("version"))
    structure_hash = models.CharField(max_length=64, editable=False)
    schema = models.JSONField(editable=False, encoder=Utf8Encoder)
    purposes = models.JSONField(default=only_observation, editable=False)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(_("published"))

    objects = FormVersionManager()

    # What the database holds of IMMUTABLE, as far as it was read.
    _stored: dict[str, Any] = {}

    class Meta:
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        ordering = ["form__code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_once"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(is_current=True), name="form_version_current_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="form_version_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.form.code} {self.number}"

    def save(self, *args, **kwargs) -> None:
        """Store a new version; of a stored one, only whether it is current."""
        if not self._state.adding:
            if any(getattr(self, name) != value for name, value in self._stored.items()):
                raise ValidationError(_("A published form version never changes."))
            kwargs["update_fields"] = ["is_current"]
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        version = super().from_db(db, field_names, values, **kwargs)
        version._stored = {
            name: value
            for name, value in zip(field_names, values, strict=False)
            if name in cls.IMMUTABLE
        }
        return version

    def serves(self, purpose: Purpose) -> bool:
        return purpose.value in self.purposes


class FormVersionText(models.Model):
    """The words of one version in one language: title, labels, descriptors.

    A wording edit rewrites this row and keeps the version. `texts` maps block ids to words.
    """

    version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="texts", verbose_name=_("version")
    )
    language = models.CharField(_("language"), max_length=8)
    title = KhmerCharField(_("title"), max_length=255)
    texts = models.JSONField(encoder=Utf8Encoder)
    text_hash = models.CharField(max_length=64, editable=False)
    # False while words are missing, unless the form's editors offer it all the same.
    offered = models.BooleanField(_("offered"), default=True, editable=False)
    updated_at = models.DateTimeField(_("updated"))

    class Meta:
        verbose_name = _("form wording")
        verbose_name_plural = _("form wordings")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="form_text_language_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
