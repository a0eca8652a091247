"""Mentoring for tests: a published form, pairs, sessions and how far each has come."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from forms_builder.actions.publish_version import publish_version
from forms_builder.choices import Purpose
from forms_builder.models import FormVersion, ObservationForm
from mentoring.actions.complete_session import complete_session
from mentoring.actions.record_attendance import record_attendance
from mentoring.actions.release_feedback import release_feedback
from mentoring.actions.save_feedback import save_feedback
from mentoring.actions.schedule_session import schedule_session
from mentoring.actions.start_group import start_group
from mentoring.actions.start_relationship import start_relationship
from mentoring.actions.start_session import start_session
from mentoring.actions.submit_filling import submit_filling
from mentoring.actions.write_reflection import write_reflection
from mentoring.choices import GroupKind, Part, RelationshipStatus, SessionType
from mentoring.models import MentoringGroup, MentoringRelationship, MentoringSession
from mentoring.sending import About, Outcome, Sending
from people.choices import Role
from people.models import Place, User
from tests.factories import Places, make_places, make_user
from tests.forms_builder.samples import make_domain, make_form, row_of, rubric

ANSWERS = {
    "clarity": {"level": 3, "evidence": "គ្រូពន្យល់ដោយរូបភាព"},
    "questions": {"level": 2},
    "warmth": {"level": 4},
    "rules": {"na": True},
}
STRENGTHS = "សិស្សចូលរួមយ៉ាងសកម្មក្នុងការពិភាក្សា។"
FOCUS = "សួរសំណួរបើកឱ្យបានច្រើនជាងមុន។"


def now() -> datetime.datetime:
    return timezone.now().replace(microsecond=0)


def days(number: float) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def make_published_form(
    code: str = "observation", *purposes: Purpose
) -> tuple[ObservationForm, FormVersion]:
    """Four criteria in two domains; each may be not applicable."""
    teaching = make_domain("teaching", "ការបង្រៀន")
    climate = make_domain("climate", "បរិយាកាសថ្នាក់")
    form = make_form(
        [
            rubric("clarity", "ការពន្យល់ច្បាស់លាស់", domain=teaching.pk),
            rubric("questions", "សំណួរបើក", domain=teaching.pk, weight="2"),
            rubric("warmth", "ភាពកក់ក្តៅ", domain=climate.pk),
            rubric("rules", "វិន័យថ្នាក់", domain=climate.pk),
        ],
        code=code,
        purposes=list(purposes or [Purpose.OBSERVATION]),
    )
    return form, publish_version(form=form, at=now())


@dataclass
class World:
    """Two districts, each with a coordinator, a mentor and a mentee; ours has more roles."""

    places: Places
    form: ObservationForm
    version: FormVersion
    coordinator: User
    mentor: User
    mentee: User
    master: User
    leader: User
    other_coordinator: User
    other_mentor: User
    other_mentee: User


def make_world() -> World:
    places = make_places()
    form, version = make_published_form()
    return World(
        places=places,
        form=form,
        version=version,
        coordinator=make_user(Role.COORDINATOR, places.puok, last_name="កែវ"),
        mentor=make_user(Role.MENTOR, places.puok_school, last_name="ឈឹម"),
        mentee=make_user(Role.MENTEE, places.puok_school2, last_name="នួន"),
        master=make_user(Role.MASTER_MENTOR, places.puok, last_name="ហេង"),
        leader=make_user(Role.SCHOOL_LEADER, places.puok_school2, last_name="ម៉ៅ"),
        other_coordinator=make_user(Role.COORDINATOR, places.tramkak, last_name="អ៊ុក"),
        other_mentor=make_user(Role.MENTOR, places.tramkak_school, last_name="ប៉ែន"),
        other_mentee=make_user(Role.MENTEE, places.tramkak_school2, last_name="សៀង"),
    )


def fresh(user: User) -> User:
    """The same person as the next request sees them, without what was kept of their roles."""
    return User.objects.get(pk=user.pk)


def make_relationship(
    world: World,
    *,
    mentor: User | None = None,
    mentee: User | None = None,
    by: User | None = None,
    start: int = -30,
    end: int | None = None,
    status: str = RelationshipStatus.ACTIVE,
) -> MentoringRelationship:
    """Started through the action; `start` and `end` are days from today."""
    today = timezone.localdate()
    return start_relationship(
        mentor=fresh(mentor or world.mentor),
        mentee=fresh(mentee or world.mentee),
        by=fresh(by or world.coordinator),
        at=now(),
        start_date=today + days(start),
        end_date=None if end is None else today + days(end),
        status=status,
    )


def make_session(
    world: World,
    relationship: MentoringRelationship,
    *,
    offset: float = -1,
    session_type: str = SessionType.CLASSROOM_OBSERVATION,
    by: User | None = None,
) -> MentoringSession:
    """Planned `offset` days from now."""
    observation = session_type == SessionType.CLASSROOM_OBSERVATION
    return schedule_session(
        relationship=relationship,
        session_type=session_type,
        scheduled_date=now() + days(offset),
        form=row_of(world.form) if observation else None,
        by=by or fresh(relationship.mentor),
        at=now(),
        duration=45,
    )


def send_form(
    world: World,
    purpose: Purpose,
    session: MentoringSession | None = None,
    *,
    by: User,
    at: datetime.datetime | None = None,
    **changes: Any,
) -> Outcome:
    """What became of a filled form; see `Sending` for what may be changed."""
    fields = {
        "id": uuid.uuid4(),
        "version": world.version,
        "language": "km",
        "answers": ANSWERS,
        **changes,
    }
    about = About(purpose, session)
    return submit_filling(sending=Sending(**fields), about=about, by=by, at=at or now())


def send_observation(world: World, session: MentoringSession, **changes: Any) -> Outcome:
    """Sent by the mentor; see `send_form` for what may be changed."""
    arguments = {"by": session.mentor, **changes}
    return send_form(world, Purpose.OBSERVATION, session, **arguments)


def observe(world: World, session: MentoringSession, **changes: Any) -> Outcome:
    """As `send_observation`, and taken."""
    outcome = send_observation(world, session, **changes)
    assert outcome.is_taken, outcome
    return outcome


def reflect(session: MentoringSession, **changes: Any):
    arguments = {
        "session": session,
        "by": session.mentee,
        "at": now(),
        "went_well": "សិស្សរីករាយ។",
        **changes,
    }
    return write_reflection(**arguments)


def draft(session: MentoringSession, **changes: Any):
    arguments = {
        "session": session,
        "strengths": STRENGTHS,
        "focus": FOCUS,
        "next_steps": [
            {"what": "រៀបចំសំណួរបើកបី", "who": session.mentee, "due_date": None},
        ],
        "by": session.mentor,
        "at": now(),
        **changes,
    }
    return save_feedback(**arguments)


def release(session: MentoringSession, **changes: Any):
    return release_feedback(**{"session": session, "by": session.mentor, "at": now(), **changes})


def make_released_session(
    world: World, relationship: MentoringRelationship, *, offset: float = -1, **changes: Any
) -> MentoringSession:
    """A session led through observation, reflection and feedback up to its release."""
    session = make_session(world, relationship, offset=offset)
    observe(world, session, **changes)
    reflect(session)
    draft(session)
    release(session)
    return session


def make_group(
    world: World,
    *,
    kind: str = GroupKind.CIRCLE,
    facilitators: tuple[User, ...] | None = None,
    members: tuple[User, ...] | None = None,
    by: User | None = None,
    start: int = -30,
    name: str = "វង់សិក្សាផ្កាឈូក",
    place: Place | None = None,
) -> MentoringGroup:
    """Started through the action in the district of `by`; our mentor leads, our mentee is in it.

    A training is led by our master mentor and trains our mentor.
    """
    by = fresh(by or world.coordinator)
    training = kind == GroupKind.TRAINING
    if facilitators is None:
        facilitators = (world.master if training else world.mentor,)
    if members is None:
        members = (world.mentor if training else world.mentee,)
    return start_group(
        name=name,
        kind=kind,
        place=place or by.active_roles[0].place,
        facilitators=[fresh(person) for person in facilitators],
        members=[fresh(person) for person in members],
        by=by,
        at=now(),
        start_date=timezone.localdate() + days(start),
    )


def make_meeting(
    group: MentoringGroup,
    *,
    by: User,
    offset: float = -1,
    session_type: str = SessionType.PEER_LEARNING_CIRCLE,
) -> MentoringSession:
    """A session of the group, planned `offset` days from now."""
    return schedule_session(
        group=group,
        session_type=session_type,
        scheduled_date=now() + days(offset),
        by=fresh(by),
        at=now(),
        duration=90,
    )


def hold_meeting(meeting: MentoringSession, *present: User) -> MentoringSession:
    """Begun, attended by these people, and finished, by who leads it."""
    by = fresh(meeting.person_as(Part.FACILITATOR))
    start_session(session=meeting, by=by, at=now())
    ids = [person.pk for person in present]
    record_attendance(session=meeting, present=ids, by=by, at=now())
    return complete_session(session=meeting, by=by, at=now())
