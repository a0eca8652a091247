"""Taking in a filled form: once, whatever the network did, and never over other answers."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from forms_builder.actions.bind_files import (
    NamedFile,
    bind_files,
    check_files,
    files_named,
    hold_files,
)
from forms_builder.answers import check_answers
from forms_builder.errors import AnswersInvalid, SubmissionConflict
from forms_builder.models import FormVersion, RefusedSubmission, Submission, SubmissionRevision
from forms_builder.queries import text_of
from forms_builder.schema import canonical_hash
from forms_builder.scores import score_state
from forms_builder.signals import submission_accepted

if TYPE_CHECKING:
    from people.models import User


class Accepted(NamedTuple):
    """`created` is True for the first sending; False for a repetition or a correction."""

    submission: Submission
    created: bool


def accept_submission(
    *,
    id: UUID,
    version: FormVersion,
    language: str,
    answers: Any,
    by: User,
    at: datetime.datetime,
    started_at: datetime.datetime | None = None,
    finished_at: datetime.datetime | None = None,
    base_revision: int | None = None,
) -> Accepted:
    """Store answers (by question code) under the id that was made where they were given.

    `version` may be an older one, and one that is published no more. Sending the same content
    again changes nothing. Other content under the same id is a correction if `base_revision` is
    the stored revision and the version is the same: the earlier answers are then kept as a
    `SubmissionRevision`. A start that lies after the end is left out, for a phone's clock may
    have been set in between; without an end the form was finished when it came, at `at`.

    Files that the answers name must have come before, from the same sender and for this id
    (`receive_file`); they belong to the submission from here on.

    Raises AnswersInvalid, and SubmissionConflict for other content that is no such correction;
    what was refused is kept as a `RefusedSubmission`, in a transaction that is over before the
    exception is raised. A caller with a transaction of its own must not let this exception out
    of it, or the refused answers go with the roll-back: catch it inside and raise it outside.

    Who may send answers to what is the caller's to check. Sends `submission_accepted` inside the
    transaction when something new was stored.
    """
    finished_at = finished_at or at
    texts = words_of(version, language)
    checked = check_answers(version.schema, answers, texts=texts, now=finished_at)
    if checked.errors or checked.state is None:
        raise AnswersInvalid(checked.errors)
    files = files_named(version, checked.values)
    if files:
        check_files(files, submission_id=id, by=by)
    if started_at and started_at > finished_at:
        started_at = None
    content = Submission(
        id=id,
        version=version,
        language=language,
        answers=checked.values,
        scores=score_state(checked.state),
        content_hash=canonical_hash([version.structure_hash, language, checked.values]),
        submitted_by=by,
        started_at=started_at,
        finished_at=finished_at,
        received_at=at,
    )
    outcome = _store(content, base_revision, files)
    if isinstance(outcome, RefusedSubmission):
        raise SubmissionConflict(outcome.submission, outcome)
    return outcome


def words_of(version: FormVersion, language: str) -> dict[str, Any]:
    """Return the words in which a version is filled in a language, none where it has none."""
    try:
        return text_of(version, language).texts
    except version.texts.model.DoesNotExist:
        return {}


def _store(
    content: Submission, base_revision: int | None, files: list[NamedFile]
) -> Accepted | RefusedSubmission:
    """The database decides who was first: insert, and look only if that is refused."""
    try:
        with transaction.atomic():
            content.save(force_insert=True)
            bind_files(named=files, submission=content)
            submission_accepted.send(
                sender=Submission, submission=content, created=True, previous=None
            )
        return Accepted(content, created=True)
    except IntegrityError:
        outcome = _settle(content, base_revision, files)
        if outcome is None:
            raise  # Another rule was broken, not the uniqueness of the id.
        return outcome


@transaction.atomic
def _settle(
    content: Submission, base_revision: int | None, files: list[NamedFile]
) -> Accepted | RefusedSubmission | None:
    """What this content is to the answers that are stored under its id; None if none are."""
    stored = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("version")
        .filter(pk=content.pk)
        .first()
    )
    if stored is None:
        return None
    if stored.content_hash == content.content_hash:
        return Accepted(stored, created=False)
    if base_revision == stored.revision and content.version_id == stored.version_id:
        bind_files(named=files, submission=stored)
        return _correct(stored, content)
    refused, _ = RefusedSubmission.objects.get_or_create(
        submission=stored,
        content_hash=content.content_hash,
        defaults={
            "version": content.version,
            "language": content.language,
            "answers": content.answers,
            "base_revision": base_revision,
            "sent_by": content.submitted_by,
            "received_at": content.received_at,
        },
    )
    hold_files(refused=refused)
    refused.submission = stored
    return refused


def _correct(stored: Submission, content: Submission) -> Accepted:
    previous = SubmissionRevision.objects.create(
        submission=stored,
        revision=stored.revision,
        language=stored.language,
        answers=stored.answers,
        scores=stored.scores,
        content_hash=stored.content_hash,
        replaced_at=content.received_at,
    )
    for name in ("language", "answers", "scores", "content_hash", "finished_at"):
        setattr(stored, name, getattr(content, name))
    if content.started_at:
        stored.started_at = content.started_at
    elif stored.started_at and stored.started_at > stored.finished_at:
        stored.started_at = None
    stored.revision += 1
    stored.save()
    submission_accepted.send(sender=Submission, submission=stored, created=False, previous=previous)
    return Accepted(stored, created=False)
