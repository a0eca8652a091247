"""What comes next for the two partners, and why the feedback step is closed or open."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from mentoring.choices import (
    LEADING_PARTS,
    REFLECTING_PARTS,
    FeedbackStatus,
    GateReason,
    Part,
    SessionStatus,
    SessionType,
    Step,
)
from mentoring.models import MentoringSession, Observation, Reflection, SessionParticipant

if TYPE_CHECKING:
    from people.models import User

TO_COME = (SessionStatus.SCHEDULED, SessionStatus.IN_PROGRESS)
HELD = (SessionStatus.IN_PROGRESS, SessionStatus.COMPLETED)
OWN_PARTS = (*LEADING_PARTS, *REFLECTING_PARTS)
RELEASED = (FeedbackStatus.RELEASED, FeedbackStatus.ACKNOWLEDGED)


@dataclass(frozen=True)
class Gate:
    """Whether the feedback step of a session is open for its mentor, and why or why not."""

    reason: GateReason

    @property
    def is_open(self) -> bool:
        return self.reason == GateReason.OPEN

    @property
    def message(self) -> str:
        return str(self.reason.label)


@dataclass(frozen=True)
class Work:
    """One session and what a person does next about it."""

    session: MentoringSession
    step: Step
    is_overdue: bool


def sessions_of(user: User) -> QuerySet[MentoringSession]:
    """The sessions in which `user` takes part today, newest first, ready for lists.

    Two queries for the people, the place, the form and what steps depend on: `has_observation`,
    `has_reflection`, `feedback_status`. The words of reflection and feedback are not fetched:
    each has its own `visible_to`.
    """
    return with_state(_of(user), user)


def _of(user: User, *parts: str) -> QuerySet[MentoringSession]:
    rows = SessionParticipant.objects.standing(user, *(parts or OWN_PARTS))
    return MentoringSession.objects.filter(pk__in=rows.values("session"))


def lessons_of(mentor: User, viewer: User) -> QuerySet[MentoringSession]:
    """The lessons that `mentor` observes, as far as `viewer`, who trains them, sees them; the
    newest first, ready for lists."""
    held = SessionParticipant.objects.filter(person=mentor, part=Part.MENTOR)
    seen = MentoringSession.objects.visible_to(viewer).filter(
        pk__in=held.values("session"), session_type=SessionType.CLASSROOM_OBSERVATION
    )
    return with_state(seen, viewer).order_by("-scheduled_date", "-pk")


def with_state(sessions: Any, user: User) -> QuerySet[MentoringSession]:
    """The sessions with people, place, form and the annotations of `sessions_of`.

    `has_reflection` is about the mentee's; in a group about the one of `user`.
    """
    written = Reflection.objects.filter(session=OuterRef("pk"))
    return (
        sessions.select_related("relationship", "group", "place", "form")
        .with_participants()
        .annotate(
            has_observation=Exists(Observation.objects.leading().filter(session=OuterRef("pk"))),
            has_reflection=Exists(written.filter(session__relationship__isnull=False))
            | Exists(written.filter(author=user.pk)),
            feedback_status=F("feedback__status"),
        )
    )


def upcoming_sessions(user: User, now: datetime.datetime) -> QuerySet[MentoringSession]:
    """One's own sessions from the day of `now` on that are planned or under way, soonest first."""
    return (
        sessions_of(user)
        .filter(status__in=TO_COME)
        .exclude(status=SessionStatus.SCHEDULED, scheduled_date__lt=_start_of_day(now))
        .order_by("scheduled_date", "pk")
    )


def overdue_sessions(user: User, now: datetime.datetime) -> QuerySet[MentoringSession]:
    """One's own sessions planned for an earlier day than `now` that nobody has closed."""
    return (
        sessions_of(user)
        .filter(status=SessionStatus.SCHEDULED, scheduled_date__lt=_start_of_day(now))
        .order_by("scheduled_date", "pk")
    )


def feedback_gate(session: MentoringSession) -> Gate:
    """Why the feedback step is closed or open (`domain.md`, feedback 1).

    The mentor neither sees nor writes feedback before the session was held, the observation has
    come in, and the mentee has reflected or passed. Released feedback never changes.
    """
    if _feedback_status(session) in RELEASED:
        return Gate(GateReason.RELEASED)
    if session.status != SessionStatus.COMPLETED:
        return Gate(GateReason.NOT_HELD)
    if session.is_observation and not _has(session, "observation"):
        return Gate(GateReason.NO_OBSERVATION)
    if not _has(session, "reflection"):
        return Gate(GateReason.NO_REFLECTION)
    return Gate(GateReason.OPEN)


def next_step(session: MentoringSession, user: User) -> Step:
    """What `user`, who takes part in the session, does next about it.

    Reflection and feedback follow every observation. After another session of a pair both are
    welcome and nobody waits for them. In a group everybody who was there is asked to reflect.
    """
    part = session.part_of(user)
    if part == Part.MENTOR:
        return _step_of_mentor(session)
    if part == Part.MENTEE:
        return _step_of_mentee(session)
    if part == Part.FACILITATOR:
        return Step.HOLD if session.status in TO_COME else Step.NOTHING
    if part == Part.PARTICIPANT:
        return _step_of_participant(session, user)
    return Step.NOTHING


def work_of_leading(user: User, now: datetime.datetime) -> list[Work]:
    """Every session that `user` leads as mentor or facilitator and that needs something or is
    waited for, the earliest planned first."""
    open_ones = (
        with_state(_of(user, *LEADING_PARTS), user)
        .filter(status__in=(*TO_COME, SessionStatus.COMPLETED))
        .exclude(feedback__status=FeedbackStatus.ACKNOWLEDGED)
    )
    return _work(open_ones, user, now)


def work_of_learning(user: User, now: datetime.datetime) -> list[Work]:
    """Of the sessions in which `user` learns as mentee or participant: what to reflect on,
    letters to read, feedback that is waited for."""
    open_ones = (
        with_state(_of(user, *REFLECTING_PARTS), user)
        .filter(status__in=HELD)
        .exclude(feedback__status=FeedbackStatus.ACKNOWLEDGED)
    )
    return _work(open_ones, user, now)


def _work(sessions: QuerySet[MentoringSession], user: User, now: datetime.datetime) -> list[Work]:
    day = _start_of_day(now)
    rows = [
        Work(
            session=session,
            step=next_step(session, user),
            is_overdue=session.status == SessionStatus.SCHEDULED and session.scheduled_date < day,
        )
        for session in sessions.order_by("scheduled_date", "pk")
    ]
    return [row for row in rows if row.step != Step.NOTHING]


def _step_of_mentor(session: MentoringSession) -> Step:
    if session.status in TO_COME:
        return Step.OBSERVE if session.is_observation else Step.HOLD
    reason = feedback_gate(session).reason
    if reason == GateReason.NO_OBSERVATION:
        return Step.OBSERVE
    if reason == GateReason.NO_REFLECTION:
        return Step.WAIT_FOR_REFLECTION if session.is_observation else Step.NOTHING
    if reason == GateReason.OPEN:
        return Step.WRITE_FEEDBACK
    if _feedback_status(session) == FeedbackStatus.RELEASED:
        return Step.WAIT_FOR_READING
    return Step.NOTHING


def _step_of_mentee(session: MentoringSession) -> Step:
    status = _feedback_status(session)
    if status == FeedbackStatus.RELEASED:
        return Step.READ_LETTER
    if status == FeedbackStatus.ACKNOWLEDGED or session.status not in HELD:
        return Step.NOTHING
    if _has(session, "reflection"):
        return Step.WAIT_FOR_FEEDBACK
    return Step.REFLECT if session.is_observation else Step.NOTHING


def _step_of_participant(session: MentoringSession, user: User) -> Step:
    missed = any(row.person_id == user.pk and row.attended is False for row in session.roster)
    if session.status not in HELD or missed:
        return Step.NOTHING
    has_own = getattr(session, "has_reflection", None)
    if has_own is None:
        has_own = session.reflections.filter(author=user).exists()
    return Step.NOTHING if has_own else Step.REFLECT


def _has(session: MentoringSession, what: str) -> bool:
    known = getattr(session, f"has_{what}", None)
    if known is not None:
        return known
    if what == "observation":
        return Observation.objects.leading().filter(session=session).exists()
    return session.reflections.exists()


def _feedback_status(session: MentoringSession) -> str | None:
    if hasattr(session, "feedback_status"):
        return session.feedback_status
    feedback = getattr(session, "feedback", None)
    return feedback.status if feedback else None


def _start_of_day(now: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
