"""A workbook with the CSV files and pictures that belong to it, in one ZIP file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from django.utils.translation import gettext as _

from forms_builder.xlsform.workbook import MAX_PARTS, MAX_UNZIPPED_BYTES, WorkbookRefused
from khmer.digits import written

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")


def opened(data: bytes, files: Mapping[str, bytes]) -> tuple[bytes, dict[str, bytes]]:
    """Return the workbook in `data`, and `files` with those of the ZIP that it came in.

    What is no ZIP of this kind comes back as it is: `read_workbook` says what it thinks of it.
    Raises WorkbookRefused for a ZIP file without one workbook, and for one that is too large.
    """
    beside = dict(files)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # A workbook is a ZIP file itself.
            if "[Content_Types].xml" in archive.namelist():
                return data, beside
            found = _read(archive)
    except WorkbookRefused:
        raise
    except Exception:  # zlib, lzma and struct have errors of their own
        return data, beside
    books = [name for name in found if name.lower().endswith((".xlsx", ".xlsm"))]
    if not books and not any(name.lower().endswith(".csv") for name in found):
        return data, beside
    if len(books) != 1:
        raise WorkbookRefused(
            _("The ZIP file must have one workbook (.xlsx); it has %(count)s.")
            % {"count": written(len(books))}
        )
    wanted = (".csv", *PICTURES)
    beside |= {name: part for name, part in found.items() if name.lower().endswith(wanted)}
    return found[books[0]], beside


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the files of an archive by their names without folders."""
    parts = [part for part in archive.infolist() if not part.is_dir()]
    too_large = WorkbookRefused(
        _("The ZIP file unpacks to more than %(limit)s MB. Take out what the form does not need.")
        % {"limit": written(MAX_UNZIPPED_BYTES // 1024 // 1024)}
    )
    if len(parts) > MAX_PARTS:
        raise too_large
    found: dict[str, bytes] = {}
    left = MAX_UNZIPPED_BYTES
    for part in parts:
        name = part.filename.rsplit("/", 1)[-1]
        # Files that systems put beside the real ones.
        if name.startswith((".", "~$")) or part.filename.startswith("__MACOSX/"):
            continue
        # What the archive says of its sizes may be a lie: count what really comes out.
        with archive.open(part) as stream:
            found[name] = stream.read(left + 1)
        left -= len(found[name])
        if left < 0:
            raise too_large
    return found


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file with these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()
