"""Files that are answers: photos, recordings, documents. Never public."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forms_builder.file_types import ENDINGS, PHOTO, sort_of
from forms_builder.models.submission import RefusedSubmission, Submission
from khmer.modelfields import KhmerCharField

if TYPE_CHECKING:
    from people.models import User


def random_name(attachment: Attachment, filename: str) -> str:
    """A guessable name is an open door, and a name may say what is in the file."""
    return f"answers/{uuid.uuid4().hex}{ENDINGS.get(attachment.content_type, '')}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """Those of submissions that `user` may see; those still waiting for one: the sender's."""
        if not user.is_authenticated:
            return self.none()
        seen = Submission.objects.visible_to(user).values("pk")
        return self.filter(Q(submission__in=seen) | Q(submission__isnull=True, sent_by=user))

    def waiting(self) -> AttachmentQuerySet:
        """Those that no answers name yet, neither stored nor refused ones."""
        return self.filter(submission__isnull=True, refused__isnull=True)


class Attachment(models.Model):
    """One file. `id` is made where the file is made, so that sending it twice stores it once.

    It may arrive before the submission that it is `meant_for`. Once the submission names it,
    it belongs to it for good, also when a correction names it no more: the earlier answers do.
    `sha256` is of the bytes as sent; what is stored of a photo is made anew from them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    meant_for = models.UUIDField(_("made for the submission"))
    submission = models.ForeignKey(
        Submission,
        on_delete=models.CASCADE,
        related_name="attachments",
        null=True,
        blank=True,
        verbose_name=_("submission"),
    )
    refused = models.ForeignKey(
        RefusedSubmission,
        on_delete=models.CASCADE,
        related_name="attachments",
        null=True,
        blank=True,
        verbose_name=_("refused answers"),
    )
    # Generous: codes of repeats around the question, with numbers between them.
    path = models.CharField(_("question"), max_length=600, blank=True)
    file = models.FileField(_("file"), upload_to=random_name, max_length=100)
    name = KhmerCharField(_("original file name"), max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size"), help_text=_("Bytes as stored."))
    content_type = models.CharField(_("type"), max_length=100)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sent by"),
    )
    received_at = models.DateTimeField(_("received"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="attachment_not_empty"),
            models.CheckConstraint(
                condition=Q(content_type__in=sorted(ENDINGS)), name="attachment_type_known"
            ),
            models.CheckConstraint(
                condition=Q(submission__isnull=True) | Q(submission=F("meant_for")),
                name="attachment_of_its_submission",
            ),
            models.UniqueConstraint(fields=["file"], name="attachment_file_once"),
        ]
        indexes = [models.Index(fields=["received_at"], name="attachment_oldest")]

    def __str__(self) -> str:
        return self.filename

    @property
    def sort(self) -> str:
        """photo, audio or file."""
        return sort_of(self.content_type)

    @property
    def filename(self) -> str:
        """The name under which it is downloaded; its ending is that of what it is."""
        ending = ENDINGS[self.content_type]
        name = PurePath(self.name.replace("\\", "/")).name
        if not name:
            return f"{'photo' if self.sort == PHOTO else self.sort}{ending}"
        return name if name.lower().endswith(ending) else f"{name}{ending}"
