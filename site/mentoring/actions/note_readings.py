"""Somebody has opened records of sessions."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from mentoring.choices import Part
from mentoring.models import MentoringSession, RecordReading, SessionParticipant

if TYPE_CHECKING:
    from people.models import User


def note_readings(
    *, sessions: Iterable[uuid.UUID] | QuerySet, record: str, by: User, at: datetime.datetime
) -> None:
    """Note for the mentees that `by` opened this kind of record of these sessions.

    What a mentee reads of their own is not noted, nor what the same person opened before on the
    same day. Call it with what was really shown. One query where there is nothing new; two
    requests at the same moment make one row, by the database's own constraint.
    """
    day = timezone.localtime(at).date()
    noted = RecordReading.objects.filter(reader=by, record=record, day=day)
    own = SessionParticipant.objects.filter(person=by, part=Part.MENTEE)
    new = (
        MentoringSession.objects.filter(pk__in=sessions)
        .exclude(pk__in=own.values("session"))
        .exclude(pk__in=noted.values("session"))
        .values_list("pk", flat=True)
    )
    rows = [
        RecordReading(session_id=session, record=record, reader=by, day=day, read_at=at)
        for session in new
    ]
    if rows:
        RecordReading.objects.bulk_create(rows, ignore_conflicts=True)
