"""Files and the answers that name them come together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from forms_builder.errors import AnswersInvalid
from forms_builder.fields import registry
from forms_builder.fields.stored_files import StoredFileKind
from forms_builder.logic.outline import items_of
from forms_builder.logic.paths import by_path
from forms_builder.models import Attachment, FormVersion, RefusedSubmission, Submission

if TYPE_CHECKING:
    from people.models import User


class NamedFile(NamedTuple):
    id: UUID
    name: str
    path: str
    kind: StoredFileKind


def files_named(version: FormVersion, values: dict) -> list[NamedFile]:
    """Return the files that stored values (by block id) name, in no certain order."""
    kinds = {
        item["code"]: kind
        for item in items_of(version.schema)
        if isinstance(kind := registry.get(item["kind"]), StoredFileKind)
    }
    if not kinds:
        return []
    return [
        NamedFile(UUID(one["file"]), one["name"], path, kinds[code])
        for path, value in by_path(version.schema, values)[0].items()
        if (code := path.rsplit(".", 1)[-1]) in kinds
        for one in kinds[code].files(value)
    ]


def check_files(named: list[NamedFile], *, submission_id: UUID, by: User) -> None:
    """Raise AnswersInvalid, by path, where a file has not come or does not answer its question.

    A file of somebody else, or made for another record, is as good as not there.
    """
    found = Attachment.objects.filter(sent_by=by, meant_for=submission_id).in_bulk(
        [one.id for one in named]
    )
    errors: dict[str, list[str]] = {}
    seen: set[UUID] = set()
    for one in named:
        if one.id not in found:
            message = _("This file has not arrived. Send the file first, then the answers.")
        elif not one.kind.takes(found[one.id].sort):
            message = _("This question takes another type of file. Choose another one.")
        elif one.id in seen:
            message = _("This file already answers another question. Choose another one.")
        else:
            seen.add(one.id)
            continue
        errors.setdefault(one.path, [message])
    if errors:
        raise AnswersInvalid(errors)


def bind_files(*, named: list[NamedFile], submission: Submission) -> None:
    """Give the files to the submission, for good, in the transaction that stores it.

    Raises AnswersInvalid if one went meanwhile.
    """
    for one in named:
        rows = Attachment.objects.filter(
            pk=one.id, meant_for=submission.pk, sent_by=submission.submitted_by_id
        )
        fields = {"submission": submission, "path": one.path}
        if one.name:
            fields["name"] = one.name
        if not rows.update(**fields):
            raise AnswersInvalid(
                {one.path: [_("This file has not arrived. Send the file first, then the answers.")]}
            )


def hold_files(*, refused: RefusedSubmission) -> None:
    """Keep the files of refused answers as long as the answers themselves."""
    named = files_named(refused.version, refused.answers)
    Attachment.objects.waiting().filter(
        pk__in=[one.id for one in named], sent_by=refused.sent_by
    ).update(refused=refused)
