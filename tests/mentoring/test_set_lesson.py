"""A master mentor sets reference lessons for the mentors in training."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from forms_builder.actions.code_lesson import set_expert_codes
from forms_builder.models import CalibrationLesson
from mentoring.actions.close_group import close_group
from mentoring.actions.set_lesson import set_lesson
from mentoring.actions.unset_lesson import unset_lesson
from mentoring.errors import NotPossibleNow
from mentoring.models import GroupLesson
from messaging.choices import MessageKind
from messaging.models import OutboxMessage
from messaging.wording import words_of
from people.models import RoleAssignment
from tests.factories import make_superuser
from tests.factories_groups import make_circle, make_training, members_of
from tests.factories_mentoring import ANSWERS, days, fresh, now


@pytest.fixture
def lesson(world):
    made = CalibrationLesson.objects.create(version=world.version, title="មេរៀនគំរូទី១")
    set_expert_codes(lesson=made, answers=ANSWERS, by=make_superuser(), at=now())
    return made


@pytest.fixture
def group(world):
    return make_training(world)


def test_members_are_told_once_each_and_the_leader_is_not(world, group, lesson):
    day = timezone.localdate() + days(7)
    row = set_lesson(group=group, lesson=lesson, due_date=day, by=fresh(world.master), at=now())
    assert (row.set_by, row.due_date) == (world.master, day)
    told = OutboxMessage.objects.filter(kind=MessageKind.LESSON_SET).order_by("pk")
    assert [message.recipient for message in told] == members_of(group)
    words = words_of(told[0], "km")
    assert lesson.title in words.body and group.name in words.body
    assert words.url == f"/m/calibration/{lesson.pk}/"


@pytest.mark.parametrize("who", ["mentor", "coordinator", "other_mentor", "leader"])
def test_only_who_leads_the_training_sets_and_takes_back(world, group, lesson, who):
    user = fresh(getattr(world, who))
    with pytest.raises(PermissionDenied):
        set_lesson(group=group, lesson=lesson, by=user, at=now())
    row = set_lesson(group=group, lesson=lesson, by=fresh(world.master), at=now())
    with pytest.raises(PermissionDenied):
        unset_lesson(group_lesson=row, by=user, at=now())
    unset_lesson(group_lesson=row, by=fresh(world.master), at=now())
    assert not GroupLesson.objects.exists()


def test_leader_without_the_role_of_master_mentor_today_sets_nothing(world, group, lesson):
    RoleAssignment.objects.filter(user=world.master).update(end_date=timezone.localdate() - days(1))
    with pytest.raises(PermissionDenied):
        set_lesson(group=group, lesson=lesson, by=fresh(world.master), at=now())


def test_circle_has_no_lessons(world, lesson):
    circle = make_circle(world)
    with pytest.raises(PermissionDenied):
        set_lesson(group=circle, lesson=lesson, by=fresh(world.mentor), at=now())


def test_what_cannot_be_coded_is_not_set(world, group, lesson):
    empty = CalibrationLesson.objects.create(version=world.version, title="គ្មានកូដ")
    master = fresh(world.master)
    with pytest.raises(ValidationError) as error:
        set_lesson(group=group, lesson=empty, by=master, at=now())
    assert "lesson" in error.value.message_dict
    with pytest.raises(ValidationError) as error:
        past = timezone.localdate() - days(1)
        set_lesson(group=group, lesson=lesson, due_date=past, by=master, at=now())
    assert "due_date" in error.value.message_dict
    set_lesson(group=group, lesson=lesson, by=master, at=now())
    with pytest.raises(ValidationError):
        set_lesson(group=group, lesson=lesson, by=master, at=now())


def test_closed_training_gets_no_lesson(world, group, lesson):
    close_group(group=group, by=fresh(world.coordinator), at=now())
    with pytest.raises((PermissionDenied, NotPossibleNow)):
        set_lesson(group=group, lesson=lesson, by=fresh(world.master), at=now())


def test_database_keeps_one_row_a_lesson(world, group, lesson):
    values = {"group": group, "lesson": lesson, "set_by": world.master, "set_at": now()}
    GroupLesson.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupLesson.objects.create(**values)


def test_set_lessons_are_seen_with_the_group(world, group, lesson):
    set_lesson(group=group, lesson=lesson, by=fresh(world.master), at=now())

    def seen(user) -> int:
        return GroupLesson.objects.visible_to(fresh(user)).count()

    ours = (world.master, world.mentor, world.coordinator)
    others = (world.mentee, world.leader, world.other_mentor, world.other_coordinator)
    assert [seen(user) for user in ours] == [1, 1, 1]
    assert [seen(user) for user in others] == [0, 0, 0, 0]
