"""Files that come with an ordinary HTML form, from a browser without scripts."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forms_builder.actions.receive_file import check_size, receive_file
from forms_builder.errors import FileRefused
from forms_builder.fields import registry
from forms_builder.fields.stored_files import StoredFileKind
from forms_builder.logic.outline import items_of
from forms_builder.logic.paths import code_of
from forms_builder.models import FormVersion
from khmer.clean import clean_line

if TYPE_CHECKING:
    from people.models import User

PART = "__file"
LONGEST_NAME = 255


def take_posted_files(
    *,
    version: FormVersion,
    data: QueryDict,
    files: MultiValueDict,
    submission_id: uuid.UUID,
    by: User,
    at: datetime.datetime,
) -> tuple[QueryDict, dict[str, list[str]]]:
    """Store the files and name them in the answers beside them, as the phone does.

    Returns what was posted with the names put in, so that a file is not chosen twice when
    another answer needs a second look; and messages by path for files that were not taken.
    """
    data = data.copy()
    errors: dict[str, list[str]] = {}
    for path, item, kind, posted in _posted(version, files):
        named = _named_in(kind.read_post({**item, "code": path}, data))
        for file in posted:
            try:
                check_size(file.size or 0)
                attachment, _created = receive_file(
                    id=uuid.uuid4(),
                    submission_id=submission_id,
                    content=file.read(),
                    by=by,
                    at=at,
                    name=clean_line(file.name or "")[:LONGEST_NAME],
                )
            except FileRefused as refused:
                errors.setdefault(path, []).append(str(refused))
            except PermissionDenied:
                return data, errors  # whose submission this is, is the next action's to say
            else:
                new = {"file": str(attachment.pk), "name": attachment.name}
                named = [*named, new] if kind.several else [new]
        data[path] = json.dumps(named) if named else ""
    return data, errors


def _posted(
    version: FormVersion, files: MultiValueDict
) -> Iterator[tuple[str, dict, StoredFileKind, list[UploadedFile]]]:
    items = {item["code"]: item for item in items_of(version.schema)}
    for key in files:
        path = key.removesuffix(PART)
        item = items.get(code_of(path))
        if path == key or item is None:
            continue
        kind = registry.get(item["kind"])
        if isinstance(kind, StoredFileKind):
            posted = [file for file in files.getlist(key) if file.name]
            yield path, item, kind, posted[: kind.at_most(item) + 1]


def _named_in(answer: object) -> list:
    if answer is None or isinstance(answer, str):
        return []
    return answer if isinstance(answer, list) else [answer]
