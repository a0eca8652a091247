"""What a circle does when it meets: attendance, reflections, agreed steps; no letter, no record."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.actions.add_member import add_member
from mentoring.actions.agree_steps import agree_steps
from mentoring.actions.finish_action_item import finish_action_item
from mentoring.actions.record_attendance import record_attendance
from mentoring.actions.save_feedback import save_feedback
from mentoring.actions.start_session import start_session
from mentoring.actions.write_reflection import write_reflection
from mentoring.choices import (
    ActionStatus,
    MembershipPart,
    Step,
)
from mentoring.errors import NotPossibleNow
from mentoring.models import (
    ActionItem,
    MentoringSession,
    Reflection,
)
from mentoring.queries import next_step, sessions_of
from mentoring.sending import Result
from messaging.choices import MessageKind
from messaging.models import OutboxMessage
from people.choices import Role
from tests.factories import make_user
from tests.factories_mentoring import (
    days,
    fresh,
    hold_meeting,
    make_meeting,
    now,
    send_observation,
)


def step(who, what="សាកល្បងសំណួរបើក"):
    return {"what": what, "who": who, "due_date": None}


def test_circle_is_held_with_attendance_and_everybody_reflects(world, circle, teacher):
    add_member(
        group=circle,
        person=fresh(teacher),
        part=MembershipPart.MEMBER,
        by=fresh(world.coordinator),
        at=now(),
        start_date=timezone.localdate() - days(5),
    )
    meeting = make_meeting(circle, by=world.mentor)
    assert next_step(meeting, world.mentor) == Step.HOLD
    OutboxMessage.objects.all().delete()
    hold_meeting(meeting, world.mentor, world.mentee)
    attended = dict(meeting.participants.values_list("person", "attended"))
    assert attended == {world.mentor.pk: True, world.mentee.pk: True, teacher.pk: False}
    (row,) = sessions_of(fresh(world.mentee))
    assert next_step(row, world.mentee) == Step.REFLECT
    assert next_step(MentoringSession.objects.get(pk=meeting.pk), teacher) == Step.NOTHING
    assert OutboxMessage.objects.filter(
        kind=MessageKind.OBSERVATION_SUBMITTED, recipient=world.mentee
    ).exists()
    for person in (world.mentee, teacher):
        write_reflection(session=meeting, by=fresh(person), at=now(), went_well="ខ្ញុំរៀនបានច្រើន")
    assert Reflection.objects.visible_to(fresh(world.mentor)).count() == 2
    assert [row.author for row in Reflection.objects.visible_to(fresh(teacher))] == [teacher]
    (row,) = sessions_of(fresh(world.mentee))
    assert next_step(row, world.mentee) == Step.NOTHING


def test_reflection_is_one_for_each_participant(world, meeting):
    hold_meeting(meeting, world.mentor, world.mentee)
    for words in ("មួយ", "ពីរ"):
        write_reflection(session=meeting, by=fresh(world.mentee), at=now(), went_well=words)
    assert [row.went_well for row in meeting.reflections.all()] == ["ពីរ"]
    with pytest.raises(PermissionDenied):
        write_reflection(session=meeting, by=fresh(world.mentor), at=now(), went_well="បី")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reflection.objects.create(
            session=meeting, author=world.mentee, written_at=now(), passed=True
        )


def test_attendance_is_of_who_takes_part_and_once_it_has_begun(world, meeting, teacher):
    with pytest.raises(NotPossibleNow):
        record_attendance(session=meeting, present=[], by=fresh(world.mentor), at=now())
    start_session(session=meeting, by=fresh(world.mentor), at=now())
    with pytest.raises(ValidationError):
        record_attendance(session=meeting, present=[teacher.pk], by=fresh(world.mentor), at=now())
    with pytest.raises(PermissionDenied):
        record_attendance(session=meeting, present=[], by=fresh(world.mentee), at=now())


def test_no_letter_and_no_record_about_a_person(world, meeting):
    hold_meeting(meeting, world.mentor, world.mentee)
    with pytest.raises(PermissionDenied):
        save_feedback(
            session=meeting, strengths="", focus="", next_steps=[], by=fresh(world.mentor), at=now()
        )
    outcome = send_observation(world, meeting, by=fresh(world.mentor))
    assert outcome.result == Result.FORBIDDEN
    assert not meeting.fillings.exists()


def test_steps_are_agreed_carried_over_and_done(world, circle, meeting):
    hold_meeting(meeting, world.mentor, world.mentee)
    agree_steps(
        session=meeting,
        next_steps=[step(world.mentee), step(world.mentor, "ចែករំលែកវីដេអូ"), step(None, " ")],
        by=fresh(world.mentor),
        at=now(),
    )
    seen = ActionItem.objects.visible_to(fresh(world.mentee))
    assert seen.count() == 2
    own = seen.get(who=world.mentee)
    finish_action_item(item=own, by=fresh(world.mentee), at=now())
    later = make_meeting(circle, by=world.mentor, offset=-0.5)
    start_session(session=later, by=fresh(world.mentor), at=now())
    for _again in range(2):
        agree_steps(
            session=later, next_steps=[step(world.mentee)], by=fresh(world.mentor), at=now()
        )
    rows = later.action_items.order_by("pk").values_list("who", "carried_from__session", "status")
    assert set(rows) == {
        (world.mentor.pk, meeting.pk, ActionStatus.OPEN),
        (world.mentee.pk, None, ActionStatus.OPEN),
    }
    stranger = make_user(Role.MENTEE, world.places.puok_school)
    assert not ActionItem.objects.visible_to(fresh(stranger)).exists()
    assert not ActionItem.objects.visible_to(fresh(world.coordinator)).exists()


@pytest.mark.parametrize("who", ["mentee", "coordinator", "other_mentor"])
def test_only_the_facilitator_writes_what_was_agreed(world, meeting, who):
    hold_meeting(meeting, world.mentor, world.mentee)
    with pytest.raises(PermissionDenied):
        agree_steps(
            session=meeting,
            next_steps=[step(world.mentee)],
            by=fresh(getattr(world, who)),
            at=now(),
        )


def test_step_is_for_somebody_who_takes_part_and_not_before_it_is_held(world, meeting, teacher):
    def agree():
        agree_steps(session=meeting, next_steps=[step(teacher)], by=fresh(world.mentor), at=now())

    with pytest.raises(NotPossibleNow):
        agree()
    hold_meeting(meeting, world.mentor, world.mentee)
    with pytest.raises(ValidationError):
        agree()


def test_what_a_member_agreed_is_finished_by_them_or_the_facilitator(world, meeting, teacher):
    hold_meeting(meeting, world.mentor, world.mentee)
    agree_steps(session=meeting, next_steps=[step(world.mentor)], by=fresh(world.mentor), at=now())
    item = meeting.action_items.get()
    with pytest.raises(PermissionDenied):
        finish_action_item(item=item, by=fresh(world.mentee), at=now())
    finish_action_item(item=item, by=fresh(world.mentor), at=now())
