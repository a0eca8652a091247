"""What a training has done: who was there, held and coded what. Counts; never a rating."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min
from django.utils import timezone

from forms_builder.models import CalibrationCoding
from mentoring.choices import MembershipPart, Part, SessionStatus
from mentoring.models import (
    GroupLesson,
    Membership,
    MentoringGroup,
    MentoringSession,
    SessionParticipant,
)

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class TrainingRow:
    """One mentor in training.

    `sessions`: the meetings held, with whether the person was there (None: not noted);
    `held`: how many sessions as a mentor since the training began; `coded`: by lesson, how often.
    """

    person: User
    sessions: Sequence[tuple[MentoringSession, bool | None]]
    held: int
    coded: Mapping[uuid.UUID, int]


def training_rows(
    group: MentoringGroup, lessons: Sequence[GroupLesson], *, only: User | None = None
) -> list[TrainingRow]:
    """One row for each who is trained today, or for `only`. Four queries, however many rows."""
    memberships = group.memberships.lasting(timezone.localdate()).filter(part=MembershipPart.MEMBER)
    if only is not None:
        memberships = memberships.filter(person=only)
    people = [row.person for row in memberships.select_related("person").order_by("pk")]
    was_there = defaultdict(list)
    rows = SessionParticipant.objects.filter(
        session__group=group, session__status=SessionStatus.COMPLETED, person__in=people
    )
    for row in rows.select_related("session").order_by("session__scheduled_date", "pk"):
        was_there[row.person_id].append((row.session, row.attended))
    held = _held_since(group, people)
    coded: dict[int, Counter[uuid.UUID]] = defaultdict(Counter)
    codings = CalibrationCoding.objects.filter(
        observer__in=people, lesson__in=[row.lesson_id for row in lessons]
    )
    counts = codings.order_by().values("observer", "lesson").annotate(times=Count("pk"))
    for observer, lesson, times in counts.values_list("observer", "lesson", "times"):
        coded[observer][lesson] = times
    return [
        TrainingRow(person, was_there[person.pk], held[person.pk], coded[person.pk])
        for person in people
    ]


def _held_since(group: MentoringGroup, people: Sequence[User]) -> Counter[int]:
    """How many sessions each has held as a mentor since the first day of the training."""
    begin = group.memberships.aggregate(day=Min("start_date"))["day"]
    rows = SessionParticipant.objects.filter(
        person__in=people,
        part=Part.MENTOR,
        session__status=SessionStatus.COMPLETED,
        session__actual_date__date__gte=begin,
    )
    counts = rows.order_by().values_list("person").annotate(Count("pk"))
    return Counter(dict(counts)) if begin else Counter()


def latest_codings(
    group: MentoringGroup, lessons: Sequence[GroupLesson]
) -> dict[uuid.UUID, dict[int, CalibrationCoding]]:
    """By lesson and observer, the newest coding of each who is trained today. One query."""
    people = group.memberships.lasting(timezone.localdate()).filter(part=MembershipPart.MEMBER)
    codings = CalibrationCoding.objects.filter(
        observer__in=people.values("person"), lesson__in=[row.lesson_id for row in lessons]
    )
    latest: dict[uuid.UUID, dict[int, CalibrationCoding]] = defaultdict(dict)
    for coding in codings.order_by("coded_at", "pk").defer("answers", "agreement"):
        latest[coding.lesson_id][coding.observer_id] = coding
    return latest


def lessons_set_for(user: User) -> list[GroupLesson]:
    """What a member of a training has still to code, the earliest day first. One query."""
    coded = CalibrationCoding.objects.filter(observer=user)
    groups = Membership.objects.of(user, MembershipPart.MEMBER).values("group")
    return list(
        GroupLesson.objects.filter(group__in=groups)
        .exclude(lesson__in=coded.values("lesson"))
        .select_related("group", "lesson")
        .defer("lesson__expert_answers", "lesson__expert_scores")
        .order_by("due_date", "set_at", "pk")
    )
