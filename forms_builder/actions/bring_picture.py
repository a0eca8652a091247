"""Pictures that come with a form from other software."""

from __future__ import annotations

import hashlib
import io
import struct
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import AbstractImage

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
        with Image.open(io.BytesIO(data)) as whole:
            if whole.width * whole.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise ValueError("too many pixels")
            whole.load()
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError) as error:
        raise ValidationError(
            _(
                "The file “%(file)s” cannot be shown as a picture. Save it as JPEG or PNG and try "
                "again."
            )
            % {"file": name}
        ) from error
    file = WagtailImageField().clean(SimpleUploadedFile(name, data))
    title = name.rsplit(".", 1)[0][:255]
    return model.objects.create(title=title, file=file, uploaded_by_user=by), True
