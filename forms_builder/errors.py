"""What can go wrong when answers come in, as exceptions with messages for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from forms_builder.models import RefusedSubmission, Submission


class AnswerRefused(ValueError):
    """One answer is not acceptable; the message says what to do. Raised by `QuestionKind.check`."""


class FileRefused(ValueError):
    """A file is not taken; the message says what to do. `reason` is one of the names below."""

    EMPTY, TOO_LARGE, WRONG_TYPE = "empty", "too_large", "wrong_type"
    BROKEN, TOO_MANY = "broken", "too_many"

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class FileConflict(Exception):
    """The id of a file is taken by another file of the same sender."""

    def __init__(self) -> None:
        super().__init__(_("Another file is already stored under this id. Send it with a new id."))


class AnswersInvalid(Exception):
    """Answers do not fit the form. `errors` maps question codes to messages, "" to the whole."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


class SubmissionConflict(Exception):
    """The id is taken by other content, or the correction was made on an older revision.

    `submission` is what is stored, `refused` what came and was kept. The sender may not be
    allowed to see `submission`: check that before telling anything about it.
    """

    def __init__(self, submission: Submission, refused: RefusedSubmission) -> None:
        super().__init__(
            _("Other answers are already stored under this number. Both were kept. Compare them.")
        )
        self.submission = submission
        self.refused = refused
