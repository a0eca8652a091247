"""Demonstration relationships with their visits, each led through the real actions in order."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils import timezone

from forms_builder.choices import Purpose
from forms_builder.models import FormVersion, ObservationForm
from mentoring.actions.acknowledge_feedback import acknowledge_feedback
from mentoring.actions.add_goal import add_goal
from mentoring.actions.cancel_session import cancel_session
from mentoring.actions.complete_relationship import complete_relationship
from mentoring.actions.complete_session import complete_session
from mentoring.actions.finish_action_item import finish_action_item
from mentoring.actions.mark_missed import mark_missed
from mentoring.actions.pause_relationship import pause_relationship
from mentoring.actions.release_feedback import release_feedback
from mentoring.actions.save_feedback import save_feedback
from mentoring.actions.schedule_session import schedule_session
from mentoring.actions.start_relationship import start_relationship
from mentoring.actions.start_session import start_session
from mentoring.actions.submit_filling import submit_filling
from mentoring.actions.write_reflection import write_reflection
from mentoring.choices import RelationshipStatus, SessionType
from mentoring.models import MentoringRelationship, MentoringSession
from mentoring.sending import About, Sending
from messaging.actions.deliver_message import deliver_message
from messaging.actions.mark_notices_read import mark_notices_read
from messaging.models import OutboxMessage
from people.models import User

NOTICES_UNREAD_DAYS = 3
NAMESPACE = uuid.UUID("5b0f7a52-7a0e-5d0e-9a34-2d3c1e0f9b11")


class Clock:
    """Moments relative to the day on which the demonstration is loaded."""

    def __init__(self, now: datetime.datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)

    def date(self, days: int) -> datetime.date:
        return self.today + datetime.timedelta(days=days)

    def at(self, days: int, time: str = "12:00") -> datetime.datetime:
        clock = datetime.time.fromisoformat(time)
        return timezone.make_aware(datetime.datetime.combine(self.date(days), clock))


def load_relationships(rows: list[dict[str, Any]], form: ObservationForm, now) -> None:
    clock = Clock(now)
    people = {user.username: user for user in User.objects.all()}
    for row in rows:
        _Story(row, form, clock, people).tell()
    _read_older_notices(clock)


def _read_older_notices(clock: Clock) -> None:
    """What was told longer ago than a few days has been looked at since."""
    old = OutboxMessage.objects.filter(created_at__lt=clock.at(-NOTICES_UNREAD_DAYS))
    for message in old.select_related("recipient"):
        deliver_message(message_id=message.pk, at=message.due_at)
        mark_notices_read(user=message.recipient, at=clock.now, notice_ids=[message.pk])


class _Story:
    """One relationship from its beginning to where it stands today."""

    def __init__(self, row, form, clock: Clock, people: dict[str, User]) -> None:
        self.row, self.clock = row, clock
        self.version = FormVersion.objects.current().get(form=form.form_key)
        self.form = self.version.form
        self.mentor, self.mentee = people[row["mentor"]], people[row["mentee"]]
        self.coordinator = people[row["coordinator"]]

    def tell(self) -> None:
        row, clock = self.row, self.clock
        proposed = row["status"] == RelationshipStatus.PROPOSED
        begin = min(row["start_days_from_today"], 0)
        relationship = start_relationship(
            mentor=self.mentor,
            mentee=self.mentee,
            coordinator=self.coordinator,
            start_date=clock.date(row["start_days_from_today"]),
            focus_areas=row["focus_areas"],
            status=RelationshipStatus.PROPOSED if proposed else RelationshipStatus.ACTIVE,
            by=self.coordinator,
            at=clock.at(begin, "07:00"),
        )
        if row.get("goal") and not proposed:
            self._add_goal(relationship)
        for number, session_row in enumerate(row["sessions"]):
            self._hold(relationship, session_row, number)
        relationship.refresh_from_db()
        if row["status"] == RelationshipStatus.PAUSED:
            pause_relationship(relationship=relationship, by=self.coordinator, at=clock.now)
        if row["status"] == RelationshipStatus.COMPLETED:
            complete_relationship(
                relationship=relationship,
                by=self.coordinator,
                at=clock.at(row["end_days_from_today"]),
            )

    def _add_goal(self, relationship: MentoringRelationship) -> None:
        indicator = self.row.get("indicator") or {}
        add_goal(
            relationship=relationship,
            statement=self.row["goal"]["km"],
            indicator=indicator.get("question", ""),
            baseline=str(indicator.get("baseline", "")),
            target=str(indicator.get("target", "")),
            due_date=self.clock.date(indicator["due_days_from_today"]) if indicator else None,
            by=self.mentor,
            at=self.clock.at(min(self.row["start_days_from_today"], 0)),
        )

    def _hold(self, relationship, row: dict[str, Any], number: int) -> None:
        clock = self.clock
        when = clock.at(row["days_from_today"], row["time"])
        observed = row["session_type"] == SessionType.CLASSROOM_OBSERVATION
        session = schedule_session(
            relationship=relationship,
            session_type=SessionType(row["session_type"]),
            scheduled_date=when,
            duration=row["duration"],
            form=self.form if observed else None,
            by=self.coordinator,
            at=min(when, clock.now) - datetime.timedelta(days=1),
        )
        if row["status"] == "CANCELLED":
            reason = row["cancel_reason"]
            reason = reason["km"] if isinstance(reason, dict) else reason
            cancel_session(session=session, reason=reason, by=self.coordinator, at=when)
        elif row["status"] == "MISSED":
            mark_missed(session=session, by=self.coordinator, at=when)
        elif row["status"] == "COMPLETED" and "answers" in row:
            self._observe(session, row, when, number)
        elif row["status"] == "COMPLETED":
            start_session(session=session, by=self.mentor, at=when)
            complete_session(session=session, by=self.mentor, at=when)

    def _observe(self, session: MentoringSession, row, when, number: int) -> None:
        ended = when + datetime.timedelta(minutes=row["duration"])
        day = timezone.localtime(when).date().isoformat()
        sending = Sending(
            id=uuid.uuid5(NAMESPACE, f"{self.mentor.username}/{self.mentee.username}/{number}"),
            version=self.version,
            language="km",
            answers={"lesson_date": day, **row["answers"]},
            started_at=when,
            finished_at=ended,
        )
        about = About(Purpose.OBSERVATION, session)
        outcome = submit_filling(sending=sending, about=about, by=self.mentor, at=ended)
        if not outcome.is_taken:
            raise ValueError(f"{outcome.result.name}: {outcome.message} {outcome.errors}")
        feedback = row.get("feedback")
        if not feedback:
            return
        session.refresh_from_db()
        later = [ended + datetime.timedelta(hours=hours) for hours in (3, 8, 9, 24)]
        write_reflection(session=session, by=self.mentee, at=later[0], **feedback["reflection"])
        save_feedback(
            session=session,
            strengths=feedback["strengths"],
            focus=feedback["focus"],
            next_steps=[
                {
                    "what": step["what"],
                    "who": self.mentor if step["who"] == "mentor" else self.mentee,
                    "due_date": self.clock.date(step["due_days_from_today"]),
                }
                for step in feedback["next_steps"]
            ],
            by=self.mentor,
            at=later[1],
        )
        release_feedback(session=session, by=self.mentor, at=later[2])
        if feedback["acknowledged"]:
            acknowledge_feedback(session=session, by=self.mentee, at=later[3])
        done = {step["what"] for step in feedback["next_steps"] if step["status"] == "DONE"}
        for item in session.action_items.filter(status="OPEN"):
            if item.what in done:
                finish_action_item(item=item, by=item.who, at=later[3])
