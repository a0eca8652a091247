"""Images and documents of the library, with names and descriptions in Khmer.

Files lie under random names, since Django's own file naming damages Khmer and a guessable name
is an open door; the name a person gave is kept beside them.
"""

from __future__ import annotations

import io
import uuid
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image as Picture
from PIL import ImageOps
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from khmer.clean import clean_line
from khmer.modelfields import KhmerCharField


def random_name(folder: str, filename: str) -> str:
    """`folder/<32 hex digits>.<ending>`; the ending is kept where it is short and plain."""
    ending = PurePath(filename).suffix.lower()
    if not (ending.isascii() and ending[1:].isalnum() and len(ending) <= 6):
        ending = ""
    return f"{folder}/{uuid.uuid4().hex}{ending}"


def without_metadata(content: bytes) -> bytes:
    """The same picture turned upright, without EXIF: a phone writes into it where it was taken.

    Moving pictures and formats that carry no EXIF come back unchanged.
    """
    with Picture.open(io.BytesIO(content)) as picture:
        if getattr(picture, "is_animated", False) or not picture.getexif():
            return content
        upright = ImageOps.exif_transpose(picture)
        upright.info.pop("exif", None)
        out = io.BytesIO()
        upright.save(out, format=picture.format, quality=90, exif=b"")
        return out.getvalue()


class LibraryImage(AbstractImage):
    """A picture with the words that a screen reader says instead of it."""

    alt_text = KhmerCharField(
        _("text for people who cannot see the picture"), max_length=255, blank=True
    )
    file: Any
    credit = KhmerCharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt_text", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text or self.title

    def get_upload_to(self, filename: str) -> str:
        return random_name("original_images", filename)

    def save(self, *args, **kwargs) -> None:
        file = self.file
        if file and not file._committed:
            file.open()
            content = file.read()
            kept = without_metadata(content)
            if kept != content:
                self.file = ContentFile(kept, name=file.name)
            self.file.seek(0)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)


class LibraryRendition(AbstractRendition):
    image = models.ForeignKey(LibraryImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="library_rendition_once"
            ),
        ]


class LibraryDocument(AbstractDocument):
    """A file whose original Khmer name is kept apart from its name on the disk."""

    original_name = KhmerCharField(_("original file name"), max_length=255, blank=True)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def filename(self) -> str:
        """The name under which it is downloaded: the one it was uploaded with."""
        return self.original_name or super().filename

    def save(self, *args, **kwargs) -> None:
        if self.file and not self.file._committed:
            self.original_name = clean_line(PurePath(self.file.name).name)
            self.file.name = random_name("", self.file.name).lstrip("/")
        super().save(*args, **kwargs)
