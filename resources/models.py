"""Images and documents of the library, with names and descriptions in Khmer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from khmer.modelfields import KhmerCharField


class LibraryImage(AbstractImage):
    """A picture with the words that a screen reader says instead of it."""

    alt_text = KhmerCharField(
        _("text for people who cannot see the picture"), max_length=255, blank=True
    )
    credit = KhmerCharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt_text", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text or self.title


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

    admin_form_fields = (*Document.admin_form_fields,)

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
