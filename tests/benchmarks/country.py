"""A made-up country from a seed: schools, people, relationships and sessions, in bulk."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from mentoring.choices import SessionStatus, SessionType
from mentoring.models import MentoringRelationship, MentoringSession, SessionParticipant
from people.choices import PlaceKind
from people.models import Place, User

SEED = 20261121
BATCH = 5_000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Size:
    """Shares of the whole country: 13,500 schools, 95,000 teachers and 10,000 mentors."""

    sessions: int

    @property
    def schools(self) -> int:
        return max(20, self.sessions * 13_500 // 1_000_000)

    @property
    def mentors(self) -> int:
        return max(20, self.sessions * 10_000 // 1_000_000)

    @property
    def mentees(self) -> int:
        return max(40, self.sessions * 95_000 // 1_000_000)


def in_batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def store(model: type[Row], rows: Iterable[Row]) -> None:
    for batch in in_batches(rows):
        model._default_manager.bulk_create(batch)


def step(number: int) -> str:
    """One step of a tree path, as treebeard writes it: four places, base 36."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text.rjust(Place.steplen, "0")


def make_places(schools: int) -> list[Place]:
    """25 provinces of eight districts each, and the schools below them in turn."""

    def place(path: str, kind: str, code: str, name: str, children: int) -> Place:
        depth = len(path) // Place.steplen
        return Place(path=path, depth=depth, numchild=children, kind=kind, code=code, name_km=name)

    districts = 200
    rows = [place(step(1), PlaceKind.COUNTRY, "KH", "កម្ពុជា", 25)]
    for province in range(1, 26):
        path = step(1) + step(province)
        rows.append(place(path, PlaceKind.PROVINCE, f"{province:02}", f"ខេត្ត {province}", 8))
        for district in range(1, 9):
            code = f"{province:02}{district:02}"
            below = schools // districts + 1
            rows.append(
                place(path + step(district), PlaceKind.DISTRICT, code, f"ស្រុក {code}", below)
            )
    for number in range(schools):
        province, district = number % 25 + 1, number // 25 % 8 + 1
        path = step(1) + step(province) + step(district) + step(number // districts + 1)
        code = f"{province:02}{district:02}{number:07}"
        rows.append(place(path, PlaceKind.SCHOOL, code, f"សាលាបឋមសិក្សាផ្កាឈូក {number}", 0))
    store(Place, rows)
    return list(Place.objects.filter(kind=PlaceKind.SCHOOL))


def make_people(prefix: str, count: int) -> list[User]:
    store(
        User,
        (
            User(username=f"{prefix}{n}", last_name="សុខ", first_name=f"ចាន់ណា {n}", password="!")
            for n in range(count)
        ),
    )
    return list(User.objects.filter(username__startswith=prefix).order_by("pk"))


def make_country(size: Size) -> None:
    """Everything, committed. The same size gives the same rows, ids included."""
    chance = random.Random(SEED)
    schools = make_places(size.schools)
    mentors = make_people("mentor", size.mentors)
    mentees = make_people("mentee", size.mentees)
    today = timezone.localdate()
    relationships = [
        MentoringRelationship(
            id=uuid.UUID(int=chance.getrandbits(128), version=4),
            mentor=mentors[number % len(mentors)],
            mentee=mentee,
            mentor_slot=number // len(mentors) + 1,
            place=schools[number % len(schools)],
            start_date=today - datetime.timedelta(days=chance.randrange(700)),
        )
        for number, mentee in enumerate(mentees)
    ]
    store(MentoringRelationship, relationships)
    store_sessions(size.sessions, relationships, chance)


def store_sessions(
    count: int, relationships: list[MentoringRelationship], chance: random.Random
) -> None:
    """Rows straight into the table: a million models would take longer than the measuring."""
    fields = MentoringSession._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(MentoringSession._meta.db_table)
    rows = _session_rows(count, relationships, chance)
    with transaction.atomic(), connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",
                [[row[field.attname] for field in fields] for row in batch],
            )
        for part in ("mentor", "mentee"):
            _store_participants(cursor, part)


def _store_participants(cursor: Any, part: str) -> None:
    quoted = connection.ops.quote_name
    rows, sessions, pairs = (
        quoted(model._meta.db_table)
        for model in (SessionParticipant, MentoringSession, MentoringRelationship)
    )
    cursor.execute(
        f"INSERT INTO {rows} (session_id, person_id, part)"
        f" SELECT session.id, pair.{part}_id, %s FROM {sessions} session"
        f" JOIN {pairs} pair ON pair.id = session.relationship_id",
        [part.upper()],
    )


def _session_rows(
    count: int, relationships: list[MentoringRelationship], chance: random.Random
) -> Iterator[dict[str, Any]]:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    kinds = [str(kind) for kind in SessionType if kind != SessionType.PEER_LEARNING_CIRCLE]
    moment = connection.ops.adapt_datetimefield_value
    hours = [moment(now - datetime.timedelta(hours=n)) for n in range(-24 * 30, 24 * 730)]
    native = connection.features.has_native_uuid_field

    def key(value: uuid.UUID) -> Any:
        return value if native else value.hex

    ids = [key(relationship.pk) for relationship in relationships]
    places = [relationship.place_id for relationship in relationships]
    for _number in range(count):
        pair = chance.randrange(len(ids))
        hour = chance.randrange(len(hours))
        done = hour > 24 * 30 and chance.random() < 0.9
        yield {
            "id": key(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "relationship_id": ids[pair],
            "group_id": None,
            "place_id": places[pair],
            "session_type": kinds[chance.randrange(len(kinds))],
            "form_id": None,
            "scheduled_date": hours[hour],
            "actual_date": hours[hour] if done else None,
            "duration": 45,
            "location": "ថ្នាក់ទី ៣ ក អគារ ខ",
            "status": str(SessionStatus.COMPLETED if done else SessionStatus.SCHEDULED),
            "status_reason": "",
            "rescheduled_from_id": None,
            "pre_session_notes": "",
            "session_notes": "សិស្សចូលរួមយ៉ាងសកម្មក្នុងការពិភាក្សា និងសួរសំណួរ។ " * 4,
            "post_session_notes": "",
            "created_at": hours[-1],
            "updated_at": hours[hour] if done else hours[-1],
        }
