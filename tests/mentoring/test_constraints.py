"""The rules that the database itself keeps, whatever the code above does."""

import pytest
from django.db import IntegrityError, transaction

from mentoring.models import (
    ActionItem,
    Feedback,
    Goal,
    MentoringRelationship,
    MentoringSession,
    Observation,
    Reflection,
)
from people.choices import Role
from tests.factories import make_user
from tests.factories_mentoring import days, make_session, now, observe


def refused(function):
    with pytest.raises(IntegrityError), transaction.atomic():
        function()


def another(relationship, **changes):
    fields = {
        "mentor": relationship.mentor,
        "mentee": relationship.mentee,
        "place": relationship.place,
        "start_date": relationship.start_date,
        "mentor_slot": 2,
        **changes,
    }
    return MentoringRelationship.objects.create(**fields)


def test_nobody_mentors_themselves(relationship):
    refused(lambda: another(relationship, mentee=relationship.mentor))


@pytest.mark.parametrize("status", ["PROPOSED", "ACTIVE", "PAUSED"])
def test_pair_has_one_open_relationship(relationship, status):
    refused(lambda: another(relationship, status=status))


@pytest.mark.parametrize("status", ["COMPLETED", "ENDED"])
def test_pair_may_have_closed_relationships_beside(relationship, status):
    another(relationship, status=status, end_date=relationship.start_date)
    assert MentoringRelationship.objects.count() == 2


def test_slot_is_taken_once(world, relationship):
    mentee = make_user(Role.MENTEE, world.places.puok_school)
    refused(lambda: another(relationship, mentee=mentee, mentor_slot=relationship.mentor_slot))
    another(relationship, mentee=mentee, mentor_slot=2)


def test_dates_stand_in_order(relationship):
    refused(
        lambda: MentoringRelationship.objects.filter(pk=relationship.pk).update(
            end_date=relationship.start_date - days(1)
        )
    )


@pytest.mark.parametrize("status", ["COMPLETED", "ENDED"])
def test_closed_relationship_has_an_end(relationship, status):
    refused(lambda: MentoringRelationship.objects.filter(pk=relationship.pk).update(status=status))


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "CANCELLED", "status_reason": ""},
        {"status": "COMPLETED", "actual_date": None},
        {"duration": 0},
        {"duration": 1441},
    ],
)
def test_session_refuses(session, changes):
    refused(lambda: MentoringSession.objects.filter(pk=session.pk).update(**changes))


def test_reflection_has_words_or_a_pass(session):
    author = session.mentee
    refused(lambda: Reflection.objects.create(session=session, author=author, written_at=now()))
    Reflection.objects.create(session=session, author=author, written_at=now(), passed=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "RELEASED", "released_at": now(), "strengths": "", "focus": "ក"},
        {"status": "RELEASED", "released_at": now(), "strengths": "ក", "focus": ""},
        {"status": "RELEASED", "released_at": None, "strengths": "ក", "focus": "ខ"},
        {"status": "DRAFT", "released_at": now()},
        {"status": "ACKNOWLEDGED", "released_at": now(), "strengths": "ក", "focus": "ខ"},
        {
            "status": "RELEASED",
            "released_at": now(),
            "acknowledged_at": now(),
            "strengths": "ក",
            "focus": "ខ",
        },
        {"revision": 0},
    ],
)
def test_feedback_refuses(session, changes):
    refused(lambda: Feedback.objects.create(session=session, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"what": ""},
        {"what": "ក", "status": "DONE"},
        {"what": "ក", "done_at": now()},
    ],
)
def test_next_step_refuses(session, changes):
    who = session.relationship.mentee
    refused(lambda: ActionItem.objects.create(session=session, who=who, **changes))


def test_goal_has_words(relationship):
    refused(lambda: Goal.objects.create(relationship=relationship, statement=""))


def test_session_has_one_record_an_observer(world, relationship, session):
    observe(world, session)
    other = make_session(world, relationship, offset=-2)
    accepted = observe(world, other)
    refused(
        lambda: Observation.objects.filter(submission=accepted.submission).update(session=session)
    )


def test_moved_session_has_one_successor(session):
    fields = {
        "relationship": session.relationship,
        "place": session.place,
        "scheduled_date": now(),
        "rescheduled_from": session,
    }
    MentoringSession.objects.create(**fields)
    refused(lambda: MentoringSession.objects.create(**fields))
