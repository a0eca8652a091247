"""Who has looked at a teacher's record: noted once a day, and told to that teacher alone."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring.actions.note_readings import note_readings
from mentoring.choices import RecordKind
from mentoring.models import RecordReading
from tests.factories import make_superuser
from tests.factories_mentoring import fresh, make_session

NOON = datetime.datetime(2026, 11, 21, 5, tzinfo=datetime.UTC)  # 12:00 in Phnom Penh


def note(session, by, *, record=RecordKind.RESULT, at=NOON) -> None:
    note_readings(sessions=[session.pk], record=record, by=by, at=at)


def test_reading_is_noted_once_a_person_record_and_day(world, session):
    late = NOON + datetime.timedelta(hours=4, minutes=59)
    for at in (NOON, NOON, late, late + datetime.timedelta(hours=1, minutes=2)):
        note(session, world.mentor, at=at)
    rows = RecordReading.objects.order_by("read_at")
    assert [row.day.isoformat() for row in rows] == ["2026-11-21"]
    note(session, world.mentor, at=NOON + datetime.timedelta(hours=12))  # past midnight there
    note(session, world.mentor, record=RecordKind.LETTER)
    note(session, world.master)
    assert [(row.reader, row.record, row.day.day) for row in rows.order_by("pk")] == [
        (world.mentor, "RESULT", 21),
        (world.mentor, "RESULT", 22),
        (world.mentor, "LETTER", 21),
        (world.master, "RESULT", 21),
    ]


def test_own_reading_is_not_noted(world, session):
    note(session, world.mentee)
    assert not RecordReading.objects.exists()


def test_readings_are_visible_to_the_mentee_alone(world, session):
    note(session, world.mentor)
    everybody = [
        world.mentor,
        world.master,
        world.leader,
        world.coordinator,
        world.other_mentee,
        world.other_coordinator,
        make_superuser(),
    ]
    for person in everybody:
        assert not RecordReading.objects.visible_to(fresh(person)).exists()
    assert RecordReading.objects.visible_to(fresh(world.mentee)).count() == 1


@pytest.mark.parametrize("changes", [{}, {"record": "SECRET", "day": NOON.date().replace(day=1)}])
def test_database_refuses_a_second_row_and_an_unknown_record(world, session, changes):
    note(session, world.mentor)
    row = {
        "session": session,
        "record": RecordKind.RESULT,
        "reader": world.mentor,
        "day": timezone.localtime(NOON).date(),
        "read_at": NOON,
        **changes,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordReading.objects.create(**row)


def test_more_records_take_no_more_queries(world, relationship, session):
    def queries(sessions, at) -> int:
        with CaptureQueriesContext(connection) as captured:
            note_readings(
                sessions=[one.pk for one in sessions],
                record=RecordKind.DATA,
                by=world.mentor,
                at=at,
            )
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    three = [session, make_session(world, relationship), make_session(world, relationship)]
    assert queries([session], NOON) == 2
    assert queries(three, NOON + datetime.timedelta(days=1)) == 2
    assert queries(three, NOON + datetime.timedelta(days=1)) == 1
    assert RecordReading.objects.count() == 4
