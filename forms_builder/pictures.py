"""Photos made anew: upright, of a sensible size, and without a word about where they were taken."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from forms_builder.errors import FileRefused

LONGEST_SIDE = 2_048  # pixels
QUALITY = 85


@contextmanager
def opened_picture(
    content: bytes, formats: list[str] | None = None, *, draft: tuple[int, int] | None = None
) -> Iterator[Image.Image]:
    """Open a picture and read it whole; `draft` is the size that will do.

    Raises FileRefused: broken, or more pixels than are allowed.
    """
    try:
        with Image.open(io.BytesIO(content), formats=formats) as picture:
            width, height = picture.size
            if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise Image.DecompressionBombError
            if draft:
                picture.draft("RGB", draft)
            picture.load()
            yield picture
    except Image.DecompressionBombError as error:
        raise FileRefused(
            _("The picture has too many pixels. Take it again with a smaller setting."),
            FileRefused.TOO_LARGE,
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise FileRefused(
            _("The picture is damaged and cannot be opened. Take it again."), FileRefused.BROKEN
        ) from error


def plain_photo(content: bytes) -> bytes:
    """Return the picture as a JPEG that holds pixels and nothing else.

    A picture may hold its place, its maker, a second picture or a program after its end; pixels
    written again hold none of them. Raises FileRefused: broken, or more pixels than are allowed.
    """
    size = (LONGEST_SIDE, LONGEST_SIDE)
    with opened_picture(content, ["JPEG", "PNG", "WEBP"], draft=size) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail(size)
        flat = _on_white(upright)
    flat.info.clear()
    out = io.BytesIO()
    flat.save(out, format="JPEG", quality=QUALITY)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return picture.convert("RGB")
