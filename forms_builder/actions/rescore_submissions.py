"""Scores are worked out again from the stored answers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from forms_builder.actions.accept_submission import words_of
from forms_builder.models import FormVersion, Submission
from forms_builder.scores import score

ROWS_AT_ONCE = 200
MOST_NAMED = 20
_VERSIONS_AT_ONCE = 32


class Rescored(NamedTuple):
    """How many submissions were read, how many scores differed, and the first ids of those."""

    submissions: int
    different: int
    named: list[UUID]


def rescore_submissions(*, write: bool = True) -> Rescored:
    """Compare all stored scores with their answers and, if `write`, put the right ones in place.

    Each submission is scored by the version that it was given to, and by no other, as of the
    moment when it was finished. Batches keep memory constant; each is a transaction of its own.

    Earlier answers (`SubmissionRevision`) are left alone: no sum is made of them, they show what
    was told then, and when they were finished, on which `today()` in a score depends, is known
    only of the answers that took their place.
    """
    result = Rescored(0, 0, [])
    form_of = lru_cache(maxsize=_VERSIONS_AT_ONCE)(_form)
    last: UUID | None = None
    while True:
        with transaction.atomic():
            batch = _batch(after=last, locked=write)
            wrong = [one for one in batch if _mended(one, *form_of(one.version_id, one.language))]
            if write and wrong:
                Submission.objects.bulk_update(wrong, ["scores"])
        if not batch:
            return result
        last = batch[-1].pk
        result = Rescored(
            result.submissions + len(batch),
            result.different + len(wrong),
            (result.named + [one.pk for one in wrong])[:MOST_NAMED],
        )


def _form(version_id: int, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The structure of a version, and its words in the language in which it was filled."""
    version = FormVersion.objects.get(pk=version_id)
    return version.schema, words_of(version, language)


def _batch(*, after: UUID | None, locked: bool) -> list[Submission]:
    """The next submissions in the order of their ids."""
    rows = Submission.objects.order_by("pk").only(
        "pk", "version_id", "language", "answers", "scores", "finished_at"
    )
    if locked:
        rows = rows.select_for_update()
    return list((rows.filter(pk__gt=after) if after else rows)[:ROWS_AT_ONCE])


def _mended(submission: Submission, schema: dict[str, Any], texts: dict[str, Any]) -> bool:
    """Put the right scores on an unsaved submission; tell whether they were others."""
    right = score(schema, submission.answers, now=submission.finished_at, texts=texts)
    is_other = right != submission.scores
    submission.scores = right
    return is_other
