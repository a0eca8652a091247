"""A filled form on its way in: what it is about, what was sent, and what became of it."""

from __future__ import annotations

import datetime
import enum
import uuid
from dataclasses import dataclass, field
from typing import Any

from forms_builder.choices import Purpose
from forms_builder.models import FormVersion, Submission
from mentoring.models import MentoringSession


@dataclass(frozen=True)
class About:
    """What a filled form is about: the session, or without one the person who filled it."""

    purpose: Purpose
    session: MentoringSession | None = None


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One filled form as it was sent.

    `id` is made where it was filled. `answers` are by question code, in `version` and `language`
    as they were on the screen. Without `finished_at` it was finished when it came. A correction
    names the stored revision that it is based on.
    """

    id: uuid.UUID
    version: FormVersion
    language: str
    answers: Any
    started_at: datetime.datetime | None = None
    finished_at: datetime.datetime | None = None
    base_revision: int | None = None


class Result(enum.Enum):
    STORED = enum.auto()
    SAME_AGAIN = enum.auto()  # it was stored before, and stays
    CORRECTED = enum.auto()
    CONFLICT = enum.auto()  # other answers stand under the id; these were kept beside them
    ALREADY_FILLED = enum.auto()  # another record of the sender's stands; kept beside it
    NOT_POSSIBLE = enum.auto()  # not in the present state
    ANSWERS_INVALID = enum.auto()
    FORBIDDEN = enum.auto()  # the sender sees the session, and others fill this about it
    UNKNOWN = enum.auto()  # another's id or a session one does not see: tell it as not found


TAKEN = (Result.STORED, Result.SAME_AGAIN, Result.CORRECTED)


@dataclass(frozen=True)
class Outcome:
    """`submission` is what was taken, or what stands where the answers were kept beside it.

    `message` says why answers were refused and what to do; `errors` maps question codes to
    messages, "" to the whole.
    """

    result: Result
    submission: Submission | None = None
    message: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_taken(self) -> bool:
        return self.result in TAKEN
