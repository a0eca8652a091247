"""Small files of every type that is taken, and some that are not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

GPS = 0x8825


def photo(
    form: str = "JPEG", size: tuple[int, int] = (60, 40), *, place: bool = False, mode: str = "RGB"
) -> bytes:
    """A picture; with `place` it is turned and tells where and with what it was taken."""
    picture = Image.new(mode, size, "teal")
    tags = Image.Exif()
    if place:
        tags[0x0112] = 6
        tags[0x010F] = "PHONE-MAKER"
        tags.get_ifd(GPS)[1] = "N"
        tags.get_ifd(GPS)[2] = (11.0, 33.0, 23.0)
    out = io.BytesIO()
    extra = {"comment": b"SECRET-COMMENT"} if place and form == "JPEG" else {}
    picture.save(out, form, exif=tags, **extra)
    return out.getvalue()


def bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    """A PNG of a few bytes that says it has 400 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data


def archive(*names: str, first: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in (first or {}).items():
            made.writestr(name, content)
        for name in names:
            made.writestr(name, b"<x/>")
    return out.getvalue()


WEBM = b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + b"\0" * 40 + b"\x86\x86A_OPUS" + b"\1" * 200
MP4 = box(b"ftyp", b"M4A isom") + box(b"mdat", b"vide" * 9) + box(b"moov", b"..hdlr..soun..")
VIDEO = box(b"ftyp", b"isom") + box(b"moov", b"..hdlr..soun..hdlr..vide..")
WAV = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40
OGG = b"OggS" + b"\0" * 24 + b"OpusHead" + b"\0" * 40
DOCX = archive("[Content_Types].xml", "word/document.xml")

TAKEN = {
    "image/jpeg": photo(),
    "image/png": photo("PNG"),
    "image/webp": photo("WEBP"),
    "audio/webm": WEBM,
    "audio/mp4": MP4,
    "audio/ogg": OGG,
    "audio/mpeg": b"ID3\x04" + b"\0" * 60,
    "audio/aac": b"\xff\xf1" + b"\0" * 60,
    "audio/wav": WAV,
    "application/pdf": b"%PDF-1.7\n...",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": archive(
        "[Content_Types].xml", "xl/workbook.xml"
    ),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": archive(
        "[Content_Types].xml", "ppt/presentation.xml"
    ),
    "application/vnd.oasis.opendocument.text": archive(
        "content.xml", first={"mimetype": b"application/vnd.oasis.opendocument.text"}
    ),
    "text/plain": "កិច្ចតែងការបង្រៀន\n១. សំណួរ".encode(),
}
NOT_TAKEN = {
    "page": b"<!doctype html><script>alert(1)</script>",
    "page with a mark": "\ufeff <html>".encode(),
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program": b"MZ\x90\0" + b"\0" * 60,
    "script": b"#!/bin/sh\nrm",
    "video": VIDEO,
    "video in webm": WEBM[:60] + b"V_VP8" + WEBM[60:],
    "animation": b"GIF89a" + b"\0" * 20,
    "archive": archive("a.txt"),
    "macros": archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "broken archive": DOCX[:40],
    "movie without end": box(b"ftyp", b"isom") + b"\0\0\0\0moov",
    "signs": b"\x01\x02\x03",
    "spaces": b"   \n",
}
