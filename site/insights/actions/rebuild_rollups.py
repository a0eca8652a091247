"""The sums are made again from the stored scores."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from django.db import connection, transaction

from insights.models import CriterionPerson, CriterionRollup
from insights.sums import NONE, Delta, deltas_of, month_of
from mentoring.models import Observation

ROWS_AT_ONCE = 1000

# (form key, criterion, place, month) or (form key, criterion, place, person)
Key = tuple


class Rebuilt(NamedTuple):
    """How many observations were read, and which rows differed: key, stored and right value."""

    observations: int
    differences: list[tuple[Key, Delta | int | None, Delta | int | None]]


@transaction.atomic
def rebuild_rollups(*, write: bool = True) -> Rebuilt:
    """Compare the sums with the stored scores and, if `write`, put the right ones in place.

    No observation is counted while this runs: its transaction waits until this one is over.
    """
    _hold_back_writers()
    sums, people, observations = _from_scores()
    stored_sums = {
        (row.form_id, row.criterion, row.place_id, row.month): Delta(
            row.n, row.total, row.total_squared
        )
        for row in CriterionRollup.objects.iterator()
        if row.n or row.total or row.total_squared
    }
    stored_people = {
        (row.form_id, row.criterion, row.place_id, row.person_id): row.n
        for row in CriterionPerson.objects.iterator()
        if row.n
    }
    differences = _differences(stored_sums, sums) + _differences(stored_people, people)
    if write and differences:
        CriterionRollup.objects.all().delete()
        CriterionPerson.objects.all().delete()
        CriterionRollup.objects.bulk_create(
            (
                CriterionRollup(
                    form_id=form_key,
                    criterion=criterion,
                    place_id=place,
                    month=month,
                    **delta._asdict(),
                )
                for (form_key, criterion, place, month), delta in sums.items()
            ),
            batch_size=ROWS_AT_ONCE,
        )
        CriterionPerson.objects.bulk_create(
            (
                CriterionPerson(
                    form_id=form_key, criterion=criterion, place_id=place, person_id=person, n=n
                )
                for (form_key, criterion, place, person), n in people.items()
            ),
            batch_size=ROWS_AT_ONCE,
        )
    return Rebuilt(observations, differences)


def _from_scores() -> tuple[dict[Key, Delta], dict[Key, int], int]:
    sums: dict[Key, Delta] = defaultdict(lambda: NONE)
    people: dict[Key, int] = defaultdict(int)
    count = 0
    observations = (
        Observation.objects.leading()
        .select_related("submission__version", "session")
        .prefetch_related("session__participants")
        .defer("submission__answers", "submission__version__schema")
        .iterator(chunk_size=ROWS_AT_ONCE)
    )
    for observation in observations:
        count += 1
        form_key = observation.submission.version.form_id
        session = observation.session
        month = month_of(observation)
        for criterion, delta in deltas_of(observation.submission.scores).items():
            sums[form_key, criterion, session.place_id, month] += delta
            people[form_key, criterion, session.place_id, session.mentee.pk] += delta.n
    return dict(sums), dict(people), count


def _differences(stored: dict, right: dict) -> list:
    return [
        (key, stored.get(key), right.get(key))
        for key in sorted(stored.keys() | right.keys(), key=str)
        if stored.get(key) != right.get(key)
    ]


def _hold_back_writers() -> None:
    """SQLite's transactions write one at a time already; PostgreSQL needs a table lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {CriterionRollup._meta.db_table} IN EXCLUSIVE MODE")
