"""Demonstration circles and a training of mentors, led through the real actions in order."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from forms_builder.actions.code_lesson import code_lesson, set_expert_codes
from forms_builder.models import CalibrationLesson, FormVersion, ObservationForm
from mentoring.actions.agree_steps import agree_steps
from mentoring.actions.complete_session import complete_session
from mentoring.actions.finish_action_item import finish_action_item
from mentoring.actions.record_attendance import record_attendance
from mentoring.actions.schedule_session import schedule_session
from mentoring.actions.set_lesson import set_lesson
from mentoring.actions.start_group import start_group
from mentoring.actions.start_session import start_session
from mentoring.actions.write_reflection import write_reflection
from mentoring.models import MentoringGroup, MentoringSession
from mentoring_pages.demo.mentoring import Clock
from people.models import Place, User


def load_groups(
    rows: list[dict[str, Any]],
    places: dict[str, Place],
    form: ObservationForm,
    answers: list[dict[str, Any]],
    now: datetime.datetime,
) -> None:
    """Each group with its meetings; a training with its reference lesson.

    `answers` are those of observed lessons: the first are the expert's, the next the mentors'.
    """
    people = {user.username: user for user in User.objects.all()}
    for row in rows:
        story = _Story(row, Clock(now), people)
        group = story.begin(places[row["place"]])
        for session_row in row["sessions"]:
            story.meet(group, session_row)
        if "lesson" in row:
            version = FormVersion.objects.current().get(form=form.form_key)
            story.set_lesson(group, version, answers)


class _Story:
    """One group from its beginning to where it stands today."""

    def __init__(self, row: dict[str, Any], clock: Clock, people: dict[str, User]) -> None:
        self.row, self.clock, self.people = row, clock, people
        self.leader = people[row["facilitator"]]

    def begin(self, place: Place) -> MentoringGroup:
        days = self.row["start_days_from_today"]
        return start_group(
            name=self.row["name"],
            kind=self.row["kind"],
            place=place,
            facilitators=[self.leader],
            members=[self.people[name] for name in self.row["members"]],
            start_date=self.clock.date(days),
            by=self.people[self.row["coordinator"]],
            at=self.clock.at(days, "07:00"),
        )

    def meet(self, group: MentoringGroup, row: dict[str, Any]) -> None:
        clock = self.clock
        when = clock.at(row["days_from_today"], row["time"])
        session = schedule_session(
            group=group,
            session_type=row["session_type"],
            scheduled_date=when,
            duration=row["duration"],
            location=row["location"],
            pre_session_notes=row["notes"],
            by=self.leader,
            at=min(when, clock.now) - datetime.timedelta(days=1),
        )
        if "next_steps" in row:
            self._hold(session, row, when)

    def _hold(
        self, session: MentoringSession, row: dict[str, Any], when: datetime.datetime
    ) -> None:
        ended = when + datetime.timedelta(minutes=row["duration"])
        start_session(session=session, by=self.leader, at=when)
        absent = {self.people[name].pk for name in row["absent"]}
        present = {one.person_id for one in session.roster} - absent
        record_attendance(session=session, present=present, by=self.leader, at=when)
        agree_steps(
            session=session,
            next_steps=[
                {
                    "what": step["what"],
                    "who": self.people[step["who"]],
                    "due_date": self.clock.date(step["due_days_from_today"]),
                }
                for step in row["next_steps"]
            ],
            by=self.leader,
            at=ended,
        )
        complete_session(session=session, by=self.leader, at=ended)
        later = ended + datetime.timedelta(hours=3)
        for name, words in row["reflections"].items():
            write_reflection(session=session, by=self.people[name], at=later, **words)
        done = {step["what"] for step in row["next_steps"] if step["status"] == "DONE"}
        for item in session.action_items.filter(what__in=done):
            finish_action_item(item=item, by=item.who, at=later)

    def set_lesson(
        self, group: MentoringGroup, version: FormVersion, answers: list[dict[str, Any]]
    ) -> None:
        row = self.row["lesson"]
        when = self.clock.at(row["set_days_from_today"])
        lesson = CalibrationLesson.objects.create(
            version=version, title=row["title"], description=row["description"]
        )
        day = timezone.localtime(when).date().isoformat()
        expert, *coded = [{"lesson_date": day, **one} for one in answers]
        admin = User.objects.get(is_superuser=True)
        set_expert_codes(lesson=lesson, answers=expert, by=admin, at=when)
        set_lesson(
            group=group,
            lesson=lesson,
            due_date=self.clock.date(row["due_days_from_today"]),
            by=self.leader,
            at=when,
        )
        for number, name in enumerate(row["coded_by"]):
            later = when + datetime.timedelta(days=number + 1)
            code_lesson(lesson=lesson, answers=coded[number], by=self.people[name], at=later)
