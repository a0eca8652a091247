"""What follows from what has happened: one row for every signal of `mentoring.signals`.

A reaction runs in the transaction of the action and puts messages into the outbox; their delivery
is handed to the worker on commit. An empty row says why nothing follows.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone

from forms_builder.models import Submission
from forms_builder.signals import answers_exported
from mentoring import signals
from mentoring.actions.note_readings import note_readings
from mentoring.choices import REFLECTING_PARTS, MembershipPart, Part, RecordKind
from mentoring.models import (
    Feedback,
    Filling,
    GroupLesson,
    Membership,
    MentoringRelationship,
    MentoringSession,
    Reflection,
)
from mentoring.queries import feedback_gate
from messaging.actions.queue_message import queue_message
from messaging.choices import MessageKind
from messaging.tasks import deliver_queued_message

if TYPE_CHECKING:
    from people.models import User


def _tell(
    recipients: Iterable[User],
    kind: str,
    event: str,
    about: MentoringRelationship | MentoringSession,
    at: datetime.datetime,
    *,
    by: User | None = None,
    **payload: Any,
) -> None:
    """Queue one message for each recipient but the one who did it; deliver on commit.

    `event` names what happened so that it is never told twice.
    """
    names = _names(about)
    for person in recipients:
        if by is not None and person.pk == by.pk:
            continue
        message = queue_message(
            recipient=person,
            kind=kind,
            payload={**names, **payload},
            dedupe_key=f"{kind}:{event}:{person.pk}",
            at=at,
        )
        _deliver_on_commit(message.pk)


def _names(about: MentoringRelationship | MentoringSession) -> dict[str, str]:
    """Who meets: the group, or mentor and mentee."""
    if isinstance(about, MentoringSession) and about.group is not None:
        return {"group": about.group.name}
    return {"mentor": about.mentor.respectful_name, "mentee": about.mentee.respectful_name}


def _deliver_on_commit(message_id: int) -> None:
    """A queue that is out of order must not fail what was done: the sweeper delivers later."""

    def deliver() -> None:  # not a partial: Django cannot name one when it fails
        deliver_queued_message(message_id)

    transaction.on_commit(deliver, robust=True)


def _people(session: MentoringSession, *parts: str) -> list[User]:
    """Who takes part, in one of `parts` if any are named."""
    return [row.person for row in session.roster if not parts or row.part in parts]


def _tell_partners(kind: str) -> Callable[..., None]:
    """A reaction that tells mentor and mentee of a change of their relationship."""

    def tell(
        relationship: MentoringRelationship, by: User, at: datetime.datetime, **_: Any
    ) -> None:
        event = f"{relationship.pk}:{at.isoformat()}"
        partners = [relationship.mentor, relationship.mentee]
        _tell(partners, kind, event, relationship, at, by=by, view="field:visits")

    tell.__name__ = f"tell_{kind.lower()}"
    return tell


def tell_session_scheduled(
    session: MentoringSession, by: User, at: datetime.datetime, **_: Any
) -> None:
    _tell(
        _people(session),
        MessageKind.SESSION_SCHEDULED,
        str(session.pk),
        session,
        at,
        by=by,
        when=session.scheduled_date.isoformat(),
        view="field:session",
        args=[str(session.pk)],
    )


def tell_session_rescheduled(
    session: MentoringSession,
    previous: MentoringSession,
    by: User,
    at: datetime.datetime,
    **_: Any,
) -> None:
    _tell(
        _people(session),
        MessageKind.SESSION_RESCHEDULED,
        str(session.pk),
        session,
        at,
        by=by,
        when=session.scheduled_date.isoformat(),
        before=previous.scheduled_date.isoformat(),
        view="field:session",
        args=[str(session.pk)],
    )


def tell_session_cancelled(
    session: MentoringSession, by: User, at: datetime.datetime, **_: Any
) -> None:
    _tell(
        _people(session),
        MessageKind.SESSION_CANCELLED,
        str(session.pk),
        session,
        at,
        by=by,
        when=session.scheduled_date.isoformat(),
        reason=session.status_reason,
        view="field:visits",
    )


def ask_to_reflect(session: MentoringSession, at: datetime.datetime, **_: Any) -> None:
    written = set(session.reflections.values_list("author", flat=True))
    people = [person for person in _people(session, *REFLECTING_PARTS) if person.pk not in written]
    _tell(
        people,
        MessageKind.OBSERVATION_SUBMITTED,
        str(session.pk),
        session,
        at,
        view="field:reflect",
        args=[str(session.pk)],
    )


def ask_group_to_reflect(session: MentoringSession, at: datetime.datetime, **_: Any) -> None:
    if session.group is not None:
        ask_to_reflect(session=session, at=at)


def tell_mentor_of_reflection(reflection: Reflection, at: datetime.datetime, **_: Any) -> None:
    # Asked anew: a page's session may bear notes (`with_state`) from before the reflection.
    session = MentoringSession.objects.get(pk=reflection.session_id)
    if session.group is not None or not feedback_gate(session).is_open:
        # A group waits for nobody; or the record is still to come, from the mentor, who then
        # sees the next step.
        return
    _tell(
        _people(session, Part.MENTOR),
        MessageKind.REFLECTION_WRITTEN,
        str(session.pk),
        session,
        at,
        view="field:feedback",
        args=[str(session.pk)],
    )


def tell_mentee_of_feedback(feedback: Feedback, at: datetime.datetime, **_: Any) -> None:
    session = feedback.session
    _tell(
        _people(session, Part.MENTEE),
        MessageKind.FEEDBACK_RELEASED,
        str(session.pk),
        session,
        at,
        view="field:letter",
        args=[str(session.pk)],
    )


def tell_mentor_of_reading(feedback: Feedback, at: datetime.datetime, **_: Any) -> None:
    session = feedback.session
    _tell(
        _people(session, Part.MENTOR),
        MessageKind.FEEDBACK_ACKNOWLEDGED,
        str(session.pk),
        session,
        at,
        view="field:session",
        args=[str(session.pk)],
    )


def welcome_member(membership: Membership, by: User, at: datetime.datetime, **_: Any) -> None:
    if membership.person_id == by.pk:
        return
    message = queue_message(
        recipient=membership.person,
        kind=MessageKind.MEMBER_JOINED,
        payload={"group": membership.group.name, "view": "field:visits"},
        dedupe_key=f"{MessageKind.MEMBER_JOINED}:{membership.pk}",
        at=at,
    )
    _deliver_on_commit(message.pk)


def tell_lesson_set(group_lesson: GroupLesson, at: datetime.datetime, **_: Any) -> None:
    group = group_lesson.group
    members = group.memberships.lasting(timezone.localdate(at)).filter(part=MembershipPart.MEMBER)
    for membership in members.select_related("person"):
        message = queue_message(
            recipient=membership.person,
            kind=MessageKind.LESSON_SET,
            payload={
                "group": group.name,
                "lesson": group_lesson.lesson.title,
                "view": "field:code_lesson",
                "args": [str(group_lesson.lesson_id)],
            },
            dedupe_key=f"{MessageKind.LESSON_SET}:{group_lesson.pk}:{membership.person_id}",
            at=at,
        )
        _deliver_on_commit(message.pk)


REACTIONS: dict[Signal, list[Callable[..., None]]] = {
    signals.relationship_proposed: [_tell_partners(MessageKind.RELATIONSHIP_PROPOSED)],
    signals.relationship_started: [_tell_partners(MessageKind.RELATIONSHIP_STARTED)],
    signals.relationship_paused: [_tell_partners(MessageKind.RELATIONSHIP_PAUSED)],
    signals.relationship_resumed: [_tell_partners(MessageKind.RELATIONSHIP_RESUMED)],
    signals.relationship_completed: [_tell_partners(MessageKind.RELATIONSHIP_COMPLETED)],
    signals.relationship_ended: [_tell_partners(MessageKind.RELATIONSHIP_ENDED)],
    signals.relationship_dates_changed: [],  # the coordinator agrees on dates with both in person
    signals.group_started: [],  # each member is told of joining
    signals.group_closed: [],  # what is cancelled with it is told
    signals.member_joined: [welcome_member],
    signals.membership_ended: [],  # the coordinator says so in person
    signals.lesson_set: [tell_lesson_set],
    signals.lesson_unset: [],  # nobody has to do anything
    signals.session_scheduled: [tell_session_scheduled],
    signals.session_rescheduled: [tell_session_rescheduled],
    signals.session_cancelled: [tell_session_cancelled],
    signals.session_missed: [],  # both know; a message would only reproach
    signals.session_started: [],  # both are in the room
    signals.session_completed: [ask_group_to_reflect],  # a pair's page itself leads on to it
    signals.attendance_recorded: [],  # seen by all in the session
    signals.steps_agreed: [],  # agreed on together
    signals.observation_submitted: [ask_to_reflect],
    signals.observation_corrected: [],  # it is corrected before the mentee sees anything of it
    signals.co_observation_submitted: [],  # for the two observers to compare, nobody has to act
    signals.co_observation_corrected: [],  # both see it when they compare again
    signals.filling_submitted: [],  # one's own; the mentor finds it beside their own record
    signals.filling_corrected: [],  # one's own
    signals.reflection_written: [tell_mentor_of_reflection],
    signals.feedback_saved: [],  # a draft is the mentor's own
    signals.feedback_released: [tell_mentee_of_feedback],
    signals.feedback_acknowledged: [tell_mentor_of_reading],
    signals.action_item_finished: [],  # seen at the next session
    signals.action_items_carried_over: [],  # part of the letter that is told of
    signals.goal_added: [],  # set together
    signals.goal_reached: [],  # celebrated together
    signals.shared_for_training: [],  # each decides alone; a message would press the other
    signals.sharing_withdrawn: [],  # nobody is told who took it back
}


def note_export(submissions: QuerySet[Submission], by: User, at: datetime.datetime, **_) -> None:
    """A file of answers is a reading of every record in it."""
    fillings = Filling.objects.filter(submission__in=submissions.order_by(), session__isnull=False)
    note_readings(sessions=fillings.values("session"), record=RecordKind.DATA, by=by, at=at)


def connect() -> None:
    """Connect every row; called once, when the app is ready."""
    answers_exported.connect(note_export, dispatch_uid="mentoring.note_export")
    for signal, reactions in REACTIONS.items():
        for reaction in reactions:
            signal.connect(reaction, weak=False, dispatch_uid=f"mentoring.{reaction.__name__}")
