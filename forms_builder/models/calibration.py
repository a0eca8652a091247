"""Lessons that observers code to see whether they see alike; apart from all records of people."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forms_builder.models.form_version import FormVersion
from khmer.modelfields import KhmerCharField, KhmerTextField


class CalibrationLesson(models.Model):
    """A lesson, mostly a video, with expert codes by one version of a form.

    `expert_answers` are checked answers by block id, `expert_scores` their scores; both are empty
    until an expert has coded the lesson, and observers are offered it only then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        FormVersion,
        on_delete=models.PROTECT,
        related_name="calibration_lessons",
        verbose_name=_("form version"),
    )
    title = KhmerCharField(_("title"), max_length=255)
    description = KhmerTextField(_("description"), blank=True)
    video = models.URLField(_("address of the video"), blank=True)
    expert_answers = models.JSONField(_("expert codes"), default=dict, editable=False)
    expert_scores = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("reference lesson")
        verbose_name_plural = _("reference lessons")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        """Whether expert codes are there to compare with."""
        return bool(self.expert_scores)

    def clean(self) -> None:
        super().clean()
        if not self.is_ready or self._state.adding:
            return
        stored = type(self).objects.filter(pk=self.pk).values_list("version", flat=True).first()
        if stored is not None and stored != self.version_id:
            raise ValidationError(
                {
                    "version": _(
                        "This lesson was coded with the other version. Make a new reference "
                        "lesson for this one."
                    )
                }
            )


class CalibrationCoding(models.Model):
    """How one observer coded a reference lesson, and how far that agrees with the expert.

    No submission and no observation: it enters nobody's record and no sum.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(
        CalibrationLesson,
        on_delete=models.CASCADE,
        related_name="codings",
        verbose_name=_("reference lesson"),
    )
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="calibration_codings",
        verbose_name=_("observer"),
    )
    answers = models.JSONField(_("answers"))
    scores = models.JSONField(_("scores"))
    agreement = models.JSONField(_("agreement"))
    exact = models.PositiveIntegerField(_("agreed exactly"))
    of = models.PositiveIntegerField(_("criteria compared"))
    coded_at = models.DateTimeField(_("coded"))

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        ordering = ["-coded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(exact__gte=0) & Q(exact__lte=F("of")), name="calibration_exact_in_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.observer}"
