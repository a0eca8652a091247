"""What a file is, told from its bytes: a name or a header may say anything."""

from __future__ import annotations

import io
import zipfile

PHOTO = "photo"
AUDIO = "audio"
OTHER = "file"

ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "audio/webm": ".webm",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/aac": ".aac",
    "audio/wav": ".wav",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/plain": ".txt",
}
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ODT = "application/vnd.oasis.opendocument.text"
_BEGINNING = 4_096
_MOST_MEMBERS = 5_000
_MOST_BOXES = 10_000


def sort_of(content_type: str) -> str:
    """Return PHOTO, AUDIO or OTHER for a content type that `sniff` returned."""
    family = content_type.partition("/")[0]
    return {"image": PHOTO, "audio": AUDIO}.get(family, OTHER)


def sniff(content: bytes) -> str | None:
    """Return the content type, or None for what is not in the list of `ENDINGS`."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(content[8:12])
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return _audio(content) or _text(content)


def _audio(content: bytes) -> str | None:
    head = content[:_BEGINNING]
    if head.startswith(b"\x1aE\xdf\xa3"):
        sound = b"A_OPUS" in head or b"A_VORBIS" in head
        return "audio/webm" if sound and b"V_" not in head and b"webm" in head else None
    if head[4:8] == b"ftyp":
        movie = _movie_box(content)
        return "audio/mp4" if b"soun" in movie and b"vide" not in movie else None
    if head.startswith(b"OggS"):
        sound = any(mark in head for mark in (b"OpusHead", b"\x01vorbis", b"Speex   "))
        return "audio/ogg" if sound and b"theora" not in head else None
    if head.startswith(b"ID3"):
        return "audio/mpeg"
    if head[:2] in (b"\xff\xf1", b"\xff\xf9"):
        return "audio/aac"
    if head[:2] in (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    return None


def _movie_box(content: bytes) -> bytes:
    """The part of an MP4 file that names its tracks."""
    at = 0
    for _box in range(_MOST_BOXES):
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        if name == b"moov":
            return content[at : at + size]
        if size < 8 or at + size >= len(content):
            break
        at += size
    return b""


def _office(content: bytes) -> str | None:
    """Documents by what lies in their archive; none with macros. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, OSError):
        return None
    if len(names) > _MOST_MEMBERS or any(name.endswith("vbaProject.bin") for name in names):
        return None
    if names[:1] == ["mimetype"] and _ODT.encode() in content[:200]:
        return _ODT
    if "[Content_Types].xml" not in names:
        return None
    found = [kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)]
    return found[0] if len(found) == 1 else None


def _text(content: bytes) -> str | None:
    """Plain words in UTF-8: no signs of control, and nothing that a browser takes for a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not text.strip() or text.lstrip().startswith(("<", "%", "#!", "{\\rtf")):
        return None
    if any(ord(char) < 32 and char not in "\t\n\r\f" for char in text):
        return None
    return "text/plain"
