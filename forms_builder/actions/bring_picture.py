"""Pictures that come with a form from other software."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import AbstractImage

from forms_builder.errors import FileRefused
from forms_builder.pictures import opened_picture

if TYPE_CHECKING:
    from people.models import User


def bring_picture(*, name: str, data: bytes, by: User | None) -> tuple[AbstractImage, bool]:
    """Return the picture of the library with this content, and whether it is new.

    Raises ValidationError for what is no picture, or one that is too large.
    """
    model = get_image_model()
    found = model.objects.filter(file_hash=hashlib.sha1(data, usedforsecurity=False).hexdigest())
    if known := found.first():
        return known, False
    try:
        with opened_picture(data):
            file = WagtailImageField().clean(SimpleUploadedFile(name, data))
    except FileRefused as error:
        raise ValidationError(
            _(
                "The file “%(file)s” cannot be shown as a picture. Save it as JPEG or PNG and try "
                "again."
            )
            % {"file": name}
        ) from error
    title = name.rsplit(".", 1)[0][:255]
    return model.objects.create(title=title, file=file, uploaded_by_user=by), True
