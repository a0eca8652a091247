"""Answers to a published form, bound to the version and language that were on the screen."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forms_builder.models.form_version import FormVersion
from forms_builder.scopes import submission_scopes
from khmer.jsontext import Utf8Encoder

if TYPE_CHECKING:
    from people.models import User


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> SubmissionQuerySet:
        """Submissions that one of the registered scopes opens to `user`."""
        if not user.is_authenticated:
            return self.none()
        scope = Q(pk__in=[])
        for submission_scope in submission_scopes:
            scope |= submission_scope(user)
        return self.filter(scope)


class Submission(models.Model):
    """One filled form. `id` is made where it is filled, so that sending twice stores once.

    `answers` maps block ids to values; `scores` holds points and denominators by criterion,
    domain and form, computed once, on acceptance (see `forms_builder.scores`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(
        FormVersion,
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("form version"),
    )
    language = models.CharField(_("language"), max_length=8)
    answers = models.JSONField(_("answers"), encoder=Utf8Encoder)
    scores = models.JSONField(_("scores"), default=dict, encoder=Utf8Encoder)
    content_hash = models.CharField(max_length=64, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("filled by"),
    )
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"))
    received_at = models.DateTimeField(_("received"))

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revision__gte=1), name="submission_revision_positive"
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="submission_times_in_order",
            ),
        ]
        indexes = [models.Index(fields=["-received_at", "-id"], name="submission_newest")]

    def __str__(self) -> str:
        return f"{self.version} {self.pk}"


class SubmissionRevision(models.Model):
    """What a submission was before a correction; nothing that was accepted is overwritten."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("submission")
    )
    revision = models.PositiveIntegerField(_("revision"))
    language = models.CharField(_("language"), max_length=8)
    answers = models.JSONField(_("answers"), encoder=Utf8Encoder)
    scores = models.JSONField(_("scores"), encoder=Utf8Encoder)
    content_hash = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(_("replaced"))

    class Meta:
        verbose_name = _("earlier answers")
        verbose_name_plural = _("earlier answers")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "revision"], name="submission_revision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.revision}"


class RefusedSubmission(models.Model):
    """Answers that came under an id already used with other content: refused, and kept."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="refused", verbose_name=_("submission")
    )
    version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("form version")
    )
    language = models.CharField(_("language"), max_length=8)
    answers = models.JSONField(_("answers"), encoder=Utf8Encoder)
    content_hash = models.CharField(max_length=64)
    base_revision = models.PositiveIntegerField(_("based on revision"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sent by"),
    )
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("refused answers")
        verbose_name_plural = _("refused answers")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "content_hash"], name="refused_content_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.content_hash[:8]}"
