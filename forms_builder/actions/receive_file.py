"""Taking in a file that is an answer: once, judged by its bytes, before or after its record."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forms_builder.errors import FileConflict, FileRefused
from forms_builder.file_types import PHOTO, sniff, sort_of
from forms_builder.models import Attachment, Submission
from forms_builder.pictures import plain_photo
from khmer.digits import written

if TYPE_CHECKING:
    from people.models import User


class Received(NamedTuple):
    """`created` is False where the same bytes were stored before."""

    attachment: Attachment
    created: bool


def receive_file(
    *,
    id: UUID,
    submission_id: UUID,
    content: bytes,
    by: User,
    at: datetime.datetime,
    name: str = "",
) -> Received:
    """Store a file for the submission that will name it. Sending the same again changes nothing.

    Raises PermissionDenied for an id or a submission of somebody else (tell it as not found);
    FileConflict where the sender stored other bytes, or for another submission, under the id;
    FileRefused for what is empty, too large, broken, of a type that is not taken, or one of too
    many that wait for their records.
    """
    digest = hashlib.sha256(content).hexdigest()
    stored = Attachment.objects.filter(pk=id).first()
    if stored is not None:
        return _once_more(stored, submission_id, digest, by)
    if Submission.objects.filter(pk=submission_id).exclude(submitted_by=by).exists():
        raise PermissionDenied
    if Attachment.objects.waiting().filter(sent_by=by).count() >= settings.ANSWER_FILES_WAITING:
        raise FileRefused(
            _("Too many files wait for their records. Send the records first."),
            FileRefused.TOO_MANY,
        )
    content, content_type = _judged(content)
    attachment = Attachment(
        id=id,
        meant_for=submission_id,
        name=name,
        sha256=digest,
        size=len(content),
        content_type=content_type,
        sent_by=by,
        received_at=at,
    )
    attachment.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
    except IntegrityError:
        attachment.file.storage.delete(str(attachment.file.name))
        stored = Attachment.objects.filter(pk=id).first()
        if stored is None:
            raise  # Another rule was broken, not the uniqueness of the id.
        return _once_more(stored, submission_id, digest, by)
    return Received(attachment, created=True)


def _once_more(stored: Attachment, submission_id: UUID, digest: str, by: User) -> Received:
    if stored.sent_by_id != by.pk:
        raise PermissionDenied
    if stored.sha256 != digest or stored.meant_for != submission_id:
        raise FileConflict
    return Received(stored, created=False)


def _judged(content: bytes) -> tuple[bytes, str]:
    """What is stored, and its type."""
    if not content:
        raise FileRefused(_("The file is empty. Choose it again."), FileRefused.EMPTY)
    content_type = sniff(content)
    if content_type is None:
        raise FileRefused(
            _(
                "Files of this type are not taken. Send a photo (JPEG, PNG), a sound recording, "
                "or a PDF, Word, Excel, PowerPoint or text file."
            ),
            FileRefused.WRONG_TYPE,
        )
    check_size(len(content), sort_of(content_type))
    if sort_of(content_type) == PHOTO:
        return plain_photo(content), "image/jpeg"
    return content, content_type


def check_size(size: int, sort: str | None = None) -> None:
    """Raise FileRefused for more bytes than a file of this sort, or of any, may have."""
    limits = settings.ANSWER_FILE_LIMITS
    limit = limits[sort] if sort else max(limits.values())
    if size > limit:
        raise FileRefused(
            _("The file is larger than %(limit)s MB. Choose a smaller one, or record less.")
            % {"limit": written(limit // 1_000_000)},
            FileRefused.TOO_LARGE,
        )
