"""The one next step that a screen offers, in words and with its address."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.choices import Part, SessionType, Step
from mentoring.models import MentoringSession
from mentoring.queries import Work, next_step
from people.models import User


@dataclass(frozen=True)
class NextStep:
    """What the next-step card shows. `href` empty: nothing to press, only to know. `group` is the
    group's name, in place of a person."""

    title: str
    text: str
    href: str
    action: str
    person: User | None = None
    school: Any = None
    when: datetime.datetime | None = None
    group: str = ""

    @property
    def name(self) -> str:
        """Whom it is about: the group, or the other person."""
        return self.group or (self.person.respectful_name if self.person else "")


# What a person can do now comes first; then what has been waited for; the planned last.
DOABLE = (
    Step.READ_LETTER,
    Step.REFLECT,
    Step.WRITE_FEEDBACK,
    Step.OBSERVE,
    Step.HOLD,
)


def is_doable(work: Work) -> bool:
    """Something that the person can do now, rather than wait for somebody else."""
    return work.step in DOABLE


def most_urgent(works: list[Work], is_today: Callable[[MentoringSession], bool]) -> Work | None:
    """The one thing to do first: today's visit, then what others wait for, then other visits.

    None where nothing is to be done.
    """

    def rank(work: Work) -> tuple[int, float]:
        moment = work.session.scheduled_date.timestamp()
        if work.step not in (Step.OBSERVE, Step.HOLD):
            return (1 + DOABLE.index(work.step), -moment)
        if is_today(work.session):
            return (0, moment)
        return (8 if work.is_overdue else 9, moment)

    return min(filter(is_doable, works), key=rank, default=None)


def next_step_of(session: MentoringSession, user: User) -> NextStep:
    """The card for one session and one who takes part."""
    return _card(session, next_step(session, user), user)


def card_of(work: Work, user: User) -> NextStep:
    return _card(work.session, work.step, user)


def _card(session: MentoringSession, step: Step, user: User) -> NextStep:
    words = _group_words if session.group is not None else _words
    title, text, name, action = words(session, step)
    return NextStep(
        title=title,
        text=text,
        href=reverse(f"field:{name}", args=[session.pk]) if name else "",
        action=action,
        person=_partner(session, user),
        school=session.place,
        when=session.scheduled_date,
        group=session.group.name if session.group is not None else "",
    )


def _partner(session: MentoringSession, user: User) -> User | None:
    return session.mentor if session.part_of(user) == Part.MENTEE else session.mentee


def _group_words(session: MentoringSession, step: Step) -> tuple[str, str, str, str]:
    """The same as `_words` for the meeting of a group."""
    if step == Step.HOLD:
        return (
            _("Hold the meeting"),
            str(SessionType(session.session_type).label),
            "session",
            _("Open the meeting"),
        )
    if step == Step.REFLECT:
        return (
            _("What do you take with you from this meeting?"),
            _("A few words are enough. You and who leads the group read them."),
            "reflect",
            _("Write my thoughts"),
        )
    return (_("Nothing to do here now"), "", "", "")


def _words(session: MentoringSession, step: Step) -> tuple[str, str, str, str]:
    """Title, text, address name and button of a step."""
    if step == Step.OBSERVE and session.form_id is None:
        return (
            _("Visit a lesson"),
            _("This visit has no observation form yet. Ask your coordinator to choose one."),
            "session",
            _("Open the visit"),
        )
    words: dict[Step, tuple[str, str, str, str]] = {
        Step.OBSERVE: (
            _("Observe the lesson"),
            _("Fill in the form while you watch. It also works without a signal."),
            "observe",
            _("Open the form"),
        ),
        Step.HOLD: (
            _("Hold the session"),
            str(SessionType(session.session_type).label),
            "session",
            _("Open the session"),
        ),
        Step.WAIT_FOR_REFLECTION: (
            _("The teacher reflects first"),
            _("Your feedback opens when the teacher has written their own thoughts or passed."),
            "",
            "",
        ),
        Step.WRITE_FEEDBACK: (
            _("Write the feedback letter"),
            _("Strengths first, then one focus, then what you agreed to do next."),
            "feedback",
            _("Write"),
        ),
        Step.WAIT_FOR_READING: (
            _("Your letter has been sent"),
            _("You will get a notice when the teacher has read it."),
            "",
            "",
        ),
        Step.REFLECT: (
            _("How was the lesson for you?"),
            _("Your own words come first. Your mentor writes only after you."),
            "reflect",
            _("Write my thoughts"),
        ),
        Step.WAIT_FOR_FEEDBACK: (
            _("Your mentor is writing to you"),
            _("You will get a notice when the letter is here."),
            "",
            "",
        ),
        Step.READ_LETTER: (
            _("A letter from your mentor is here"),
            _("Read it when you have a quiet moment."),
            "letter",
            _("Read the letter"),
        ),
    }
    return words.get(step, (_("Nothing to do here now"), "", "", ""))
