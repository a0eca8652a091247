"""How the bytes of an answer leave the house: never as a page, never to a shared cache."""

from __future__ import annotations

import re

from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest

from forms_builder.models import Attachment

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def file_response(request: HttpRequest, attachment: Attachment) -> FileResponse:
    """Return the file as a download; pictures and sound still show where a page embeds them.

    Understands one range of bytes, without which some phones play no sound. The caller has made
    sure that the reader may see it. Raises Http404 where the bytes are gone.
    """
    try:
        stored = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    part = _part(asked, attachment.size) if asked else None
    if part is None:
        response = FileResponse(
            stored,
            as_attachment=True,
            filename=attachment.filename,
            content_type=attachment.content_type,
        )
    else:
        first, last = part
        with stored:
            stored.seek(first)
            piece = ContentFile(stored.read(last - first + 1))
        response = FileResponse(
            piece,
            as_attachment=True,
            filename=attachment.filename,
            content_type=attachment.content_type,
            status=206,
        )
        response["Content-Range"] = f"bytes {first}-{last}/{attachment.size}"
        response["Content-Length"] = str(last - first + 1)
    if attachment.content_type == "text/plain":
        response["Content-Type"] = "text/plain; charset=utf-8"
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _part(asked: re.Match[str], size: int) -> tuple[int, int] | None:
    """First and last byte of a range, None for one that cannot be; then all is sent."""
    start, end = asked.groups()
    if start:
        first, last = int(start), min(int(end) if end else size - 1, size - 1)
    elif end:
        first, last = max(size - int(end), 0), size - 1
    else:
        return None
    return (first, last) if first <= last else None
