"""Circles and trainings: who leads, who belongs, what they do, and when it ends."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring import rules
from mentoring.actions.add_member import add_member
from mentoring.actions.cancel_session import cancel_session
from mentoring.actions.close_group import close_group
from mentoring.actions.end_membership import end_membership
from mentoring.actions.reschedule_session import reschedule_session
from mentoring.actions.schedule_session import schedule_session
from mentoring.actions.start_group import start_group
from mentoring.actions.write_reflection import write_reflection
from mentoring.choices import (
    GroupKind,
    MembershipPart,
    Part,
    SessionStatus,
    SessionType,
)
from mentoring.errors import NotPossibleNow
from mentoring.models import (
    Membership,
    MentoringGroup,
    MentoringSession,
    Reflection,
    SessionParticipant,
)
from messaging.choices import MessageKind
from messaging.models import OutboxMessage
from people.choices import Role
from tests.factories import make_superuser, make_user
from tests.factories_mentoring import (
    days,
    fresh,
    hold_meeting,
    make_group,
    make_meeting,
    make_relationship,
    make_session,
    now,
)


def parts_of(session) -> dict[int, str]:
    return {row.person_id: row.part for row in session.participants.all()}


# Making a group


def test_group_begins_with_its_people(world, circle):
    rows = {(row.person, row.part) for row in circle.memberships.all()}
    assert rows == {
        (world.mentor, MembershipPart.FACILITATOR),
        (world.mentee, MembershipPart.MEMBER),
    }


@pytest.mark.parametrize("who", ["mentor", "mentee", "leader", "other_coordinator", "master"])
def test_only_the_coordinator_of_the_place_makes_groups(world, who):
    with pytest.raises(PermissionDenied):
        start_group(
            name="វង់",
            kind=GroupKind.CIRCLE,
            place=world.places.puok,
            facilitators=[world.mentor],
            members=[],
            by=fresh(getattr(world, who)),
            at=now(),
            start_date=timezone.localdate(),
        )
    assert not MentoringGroup.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "ក" * 300}, "name"),
        ({"kind": "CHOIR"}, "kind"),
        ({"facilitators": []}, "facilitators"),
        ({"facilitators": ["mentee"]}, "facilitators"),
        ({"members": ["leader"]}, "members"),
        ({"members": ["other_mentee"]}, "members"),
        ({"members": ["mentee", "mentee"]}, "members"),
        ({"members": ["mentor"]}, "members"),
        ({"kind": GroupKind.TRAINING}, "facilitators"),
        (
            {"kind": GroupKind.TRAINING, "facilitators": ["master"], "members": ["mentee"]},
            "members",
        ),
    ],
)
def test_group_with_something_wrong_names_the_field_and_is_not_made(world, changes, field):
    values = {"name": "វង់", "kind": GroupKind.CIRCLE, "facilitators": ["mentor"], "members": []}
    values |= changes
    for name in ("facilitators", "members"):
        values[name] = [fresh(getattr(world, who)) for who in values[name]]
    with pytest.raises(ValidationError) as refusal:
        start_group(
            **values,
            place=world.places.puok,
            by=fresh(world.coordinator),
            at=now(),
            start_date=timezone.localdate(),
        )
    assert field in refusal.value.message_dict
    assert not MentoringGroup.objects.exists()


def test_members_are_told_and_whoever_did_it_is_not(world, circle):
    told = OutboxMessage.objects.filter(kind=MessageKind.MEMBER_JOINED)
    assert {message.recipient for message in told} == {world.mentor, world.mentee}


# Planning


def test_participants_are_written_when_a_meeting_is_planned(world, meeting):
    assert parts_of(meeting) == {
        world.mentor.pk: Part.FACILITATOR,
        world.mentee.pk: Part.PARTICIPANT,
    }
    assert (meeting.relationship, meeting.place) == (None, world.places.puok)


def test_participants_of_a_pair_are_written_too(world):
    session = make_session(world, make_relationship(world))
    assert parts_of(session) == {world.mentor.pk: Part.MENTOR, world.mentee.pk: Part.MENTEE}
    moved = reschedule_session(
        session=session, scheduled_date=now() + days(2), by=fresh(world.mentor), at=now()
    )
    assert parts_of(moved) == parts_of(session)


@pytest.mark.parametrize("who", ["mentee", "leader", "other_mentor", "other_coordinator", "master"])
def test_who_does_not_lead_plans_no_meeting(world, circle, who):
    with pytest.raises(PermissionDenied):
        make_meeting(circle, by=getattr(world, who))


@pytest.mark.parametrize(
    "session_type", [kind for kind in SessionType.values if kind != "PEER_LEARNING_CIRCLE"]
)
def test_circle_meets_as_a_circle_and_a_training_in_any_way(world, circle, session_type):
    with pytest.raises(ValidationError):
        make_meeting(circle, by=world.mentor, session_type=session_type)
    training = make_group(world, kind=GroupKind.TRAINING)
    session = make_meeting(training, by=world.master, session_type=session_type)
    assert parts_of(session)[world.master.pk] == Part.FACILITATOR


def test_group_has_no_form_and_a_pair_no_circle(world, circle):
    with pytest.raises(ValidationError):
        schedule_session(
            group=circle,
            session_type=SessionType.PEER_LEARNING_CIRCLE,
            form=world.form,
            scheduled_date=now(),
            by=fresh(world.mentor),
            at=now(),
        )
    with pytest.raises(ValidationError):
        make_session(world, make_relationship(world), session_type=SessionType.PEER_LEARNING_CIRCLE)


@pytest.mark.parametrize("both", [True, False])
def test_session_is_of_a_pair_or_of_a_group(world, meeting, both):
    pair = make_relationship(world)
    changes = {"relationship": pair} if both else {"group": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        MentoringSession.objects.filter(pk=meeting.pk).update(**changes)


def test_nobody_leads_before_the_group_begins(world):
    group = make_group(world, start=0)
    with pytest.raises(ValidationError):
        make_meeting(group, by=world.mentor, offset=-3)


def test_moved_and_cancelled_meetings_tell_the_others(world, circle):
    meeting = make_meeting(circle, by=world.mentor, offset=3)
    moved = reschedule_session(
        session=meeting, scheduled_date=now() + days(4), by=fresh(world.mentor), at=now()
    )
    assert parts_of(moved) == parts_of(meeting)
    cancel_session(session=moved, reason="ភ្លៀងខ្លាំង", by=fresh(world.mentor), at=now())
    told = OutboxMessage.objects.exclude(kind=MessageKind.MEMBER_JOINED).order_by("pk")
    assert [(message.kind, message.recipient) for message in told] == [
        (MessageKind.SESSION_SCHEDULED, world.mentee),
        (MessageKind.SESSION_RESCHEDULED, world.mentee),
        (MessageKind.SESSION_CANCELLED, world.mentee),
    ]
    assert told[0].payload["group"] == circle.name


# Coming and going


def test_new_member_is_in_what_is_planned_and_not_in_what_was(world, circle, meeting, teacher):
    coming = make_meeting(circle, by=world.mentor, offset=5)
    beyond = make_meeting(circle, by=world.mentor, offset=50)
    add_member(
        group=circle,
        person=fresh(teacher),
        part=MembershipPart.MEMBER,
        by=fresh(world.coordinator),
        at=now(),
        start_date=timezone.localdate(),
        end_date=timezone.localdate() + days(20),
    )
    assert parts_of(coming)[teacher.pk] == Part.PARTICIPANT
    assert teacher.pk not in parts_of(meeting)
    assert teacher.pk not in parts_of(beyond)


def test_somebody_belongs_only_once_and_may_come_back(world, circle):
    def join():
        return add_member(
            group=circle,
            person=fresh(world.mentee),
            part=MembershipPart.MEMBER,
            by=fresh(world.coordinator),
            at=now(),
            start_date=timezone.localdate(),
        )

    with pytest.raises(ValidationError):
        join()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            group=circle, person=world.mentee, part="MEMBER", start_date=timezone.localdate()
        )
    membership = circle.memberships.get(person=world.mentee)
    end_membership(membership=membership, by=fresh(world.coordinator), at=now())
    join()
    lapsed = circle.memberships.filter(person=world.mentee, ended_at__isnull=True)
    lapsed.update(
        start_date=timezone.localdate() - days(9), end_date=timezone.localdate() - days(2)
    )
    join()
    assert circle.memberships.filter(person=world.mentee).count() == 3


def test_who_leaves_loses_access_at_once_and_keeps_what_was_written(world, circle, meeting):
    hold_meeting(meeting, world.mentor, world.mentee)
    coming = make_meeting(circle, by=world.mentor, offset=5)
    write_reflection(session=meeting, by=fresh(world.mentee), at=now(), went_well="ខ្ញុំបានស្តាប់")
    membership = circle.memberships.get(person=world.mentee)
    end_membership(membership=membership, by=fresh(world.coordinator), at=now())
    mentee = fresh(world.mentee)
    assert not MentoringGroup.objects.visible_to(mentee).exists()
    assert not MentoringSession.objects.visible_to(mentee).exists()
    assert Reflection.objects.visible_to(mentee).count() == 1
    assert world.mentee.pk not in parts_of(coming)
    assert world.mentee.pk in parts_of(meeting)
    assert not rules.can_reflect(mentee, MentoringSession.objects.get(pk=meeting.pk))


def test_facilitators_access_ends_too(world, circle, meeting, teacher):
    second = make_user(Role.MENTOR, world.places.puok_school)
    membership = circle.memberships.get(person=world.mentor)
    with pytest.raises(NotPossibleNow):
        end_membership(membership=membership, by=fresh(world.coordinator), at=now())
    add_member(
        group=circle,
        person=fresh(second),
        part=MembershipPart.FACILITATOR,
        by=fresh(world.coordinator),
        at=now(),
        start_date=timezone.localdate(),
    )
    hold_meeting(meeting, world.mentor, world.mentee)
    write_reflection(session=meeting, by=fresh(world.mentee), at=now(), went_well="ល្អ")
    assert Reflection.objects.visible_to(fresh(world.mentor)).exists()
    end_membership(membership=membership, by=fresh(world.coordinator), at=now())
    assert not Reflection.objects.visible_to(fresh(world.mentor)).exists()
    assert not rules.can_hold_session(fresh(world.mentor), meeting)
    with pytest.raises(PermissionDenied):
        make_meeting(circle, by=world.mentor, offset=1)


def test_row_alone_opens_nothing(world, meeting):
    """A facilitator who became a member leads no more, although the row says so."""
    membership = meeting.group.memberships.get(person=world.mentor)
    Membership.objects.filter(pk=membership.pk).update(part=MembershipPart.MEMBER)
    meeting = MentoringSession.objects.get(pk=meeting.pk)
    assert meeting.part_of(world.mentor) == Part.FACILITATOR
    assert not rules.can_hold_session(world.mentor, meeting)
    assert not MentoringSession.objects.visible_to(fresh(world.mentor)).exists()
    stranger = make_user(Role.MENTEE, world.places.tramkak_school)
    SessionParticipant.objects.create(session=meeting, person=stranger, part=Part.PARTICIPANT)
    assert not MentoringSession.objects.visible_to(fresh(stranger)).exists()


def test_closing_ends_memberships_and_cancels_what_is_planned_later(world, circle, meeting):
    coming = make_meeting(circle, by=world.mentor, offset=5)
    close_group(group=circle, by=fresh(world.coordinator), at=now())
    coming.refresh_from_db(), meeting.refresh_from_db()
    assert (coming.status, meeting.status) == (SessionStatus.CANCELLED, SessionStatus.SCHEDULED)
    assert not circle.memberships.filter(ended_at__isnull=True).exists()
    assert not MentoringGroup.objects.visible_to(fresh(world.mentor)).exists()
    for again in (
        lambda: close_group(group=circle, by=fresh(world.coordinator), at=now()),
        lambda: make_meeting(circle, by=world.coordinator, offset=9),
    ):
        with pytest.raises(NotPossibleNow):
            again()


# Who sees it

SEEING = {
    "mentor": True,
    "mentee": True,
    "coordinator": True,
    "superuser": True,
    "master": False,
    "leader": False,
    "other_coordinator": False,
    "other_mentor": False,
    "other_mentee": False,
}


@pytest.mark.parametrize("who", SEEING)
def test_group_is_seen_by_its_people_and_their_coordinator(world, meeting, who):
    user = make_superuser() if who == "superuser" else fresh(getattr(world, who))
    for model in (MentoringGroup, Membership, MentoringSession, SessionParticipant):
        assert model.objects.visible_to(user).exists() is SEEING[who], model


def test_reflections_of_a_circle_are_for_the_author_and_who_leads(world, meeting):
    hold_meeting(meeting, world.mentor, world.mentee)
    write_reflection(session=meeting, by=fresh(world.mentee), at=now(), went_well="ល្អ")
    seeing = {
        who
        for who in (*SEEING, "superuser")
        if Reflection.objects.visible_to(
            make_superuser() if who == "superuser" else fresh(getattr(world, who))
        ).exists()
    }
    assert seeing == {"mentor", "mentee"}
