"""Circles and trainings for tests, and how far a meeting has come."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from mentoring.actions.agree_steps import agree_steps
from mentoring.actions.record_attendance import record_attendance
from mentoring.actions.schedule_session import schedule_session
from mentoring.actions.start_group import start_group
from mentoring.actions.start_session import start_session
from mentoring.choices import GroupKind, Part, SessionType
from mentoring.models import MentoringGroup, MentoringSession
from people.choices import Role
from people.models import User
from tests.factories import make_user
from tests.factories_mentoring import World, days, fresh, now


def make_circle(world: World, *, members: Sequence[User] | None = None) -> MentoringGroup:
    """Led by the world's mentor; of its mentee and two more teachers where nobody is named."""
    school = world.places.puok_school2
    if members is None:
        members = [world.mentee, *[make_user(Role.MENTEE, school) for _number in range(2)]]
    return _start(world, GroupKind.CIRCLE, "វង់រៀនផ្កាឈូក", world.mentor, members)


def make_training(world: World, *, members: Sequence[User] | None = None) -> MentoringGroup:
    """The master mentor trains the world's mentor and two more."""
    school = world.places.puok_school
    if members is None:
        members = [world.mentor, *[make_user(Role.MENTOR, school) for _number in range(2)]]
    return _start(world, GroupKind.TRAINING, "វគ្គគ្រូណែនាំពួក", world.master, members)


def _start(
    world: World, kind: str, name: str, leader: User, members: Sequence[User]
) -> MentoringGroup:
    return start_group(
        name=name,
        kind=kind,
        place=world.places.puok,
        facilitators=[fresh(leader)],
        members=[fresh(person) for person in members],
        start_date=timezone.localdate() - days(20),
        by=fresh(world.coordinator),
        at=now(),
    )


def leader_of(group: MentoringGroup) -> User:
    return fresh(group.memberships.get(part="FACILITATOR").person)


def members_of(group: MentoringGroup) -> list[User]:
    rows = group.memberships.filter(part="MEMBER").order_by("pk")
    return [fresh(row.person) for row in rows]


def make_meeting(
    group: MentoringGroup,
    *,
    offset: float = -1,
    session_type: str = SessionType.PEER_LEARNING_CIRCLE,
) -> MentoringSession:
    """Planned `offset` days from now."""
    return schedule_session(
        group=group,
        session_type=session_type,
        scheduled_date=now() + days(offset),
        duration=90,
        by=leader_of(group),
        at=now(),
    )


def begin(session: MentoringSession) -> MentoringSession:
    return start_session(session=session, by=fresh(session.person_as(Part.FACILITATOR)), at=now())


def note_present(session: MentoringSession, people: Sequence[User]) -> MentoringSession:
    return record_attendance(
        session=session,
        present=[person.pk for person in people],
        by=fresh(session.person_as(Part.FACILITATOR)),
        at=now(),
    )


def agree(session: MentoringSession, *who: User, what: str = "សាកល្បងសំណួរបើក") -> None:
    """One open step for each of these people."""
    agree_steps(
        session=session,
        next_steps=[{"what": what, "who": person, "due_date": None} for person in who],
        by=leader_of(session.group),
        at=now(),
    )
