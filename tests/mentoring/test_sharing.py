"""A yes to share the ratings of a session for training: whose it is, when, and taking it back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from mentoring import signals
from mentoring.actions.share_for_training import share_for_training
from mentoring.actions.withdraw_sharing import withdraw_sharing
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringRelationship, TrainingShare
from messaging.models import OutboxMessage
from tests.factories_mentoring import fresh, make_relationship, make_released_session, now, observe


@pytest.fixture
def released(world, relationship):
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    return make_released_session(world, relationship)


def share(session, by):
    return share_for_training(session=session, by=fresh(by), at=now())


def withdraw(session, by):
    withdraw_sharing(session=session, by=fresh(by), at=now())


def logged() -> list[str]:
    lines = ModelLogEntry.objects.filter(action__contains="shar").order_by("pk")
    return [line.action.removeprefix("mentoring.") for line in lines]


def test_shared_and_taken_back_once_however_often_it_is_said(world, released):
    told = []

    def shared(share, by, **kwargs):
        told.append(("shared", share.person, by))

    def withdrawn(session, by, **kwargs):
        told.append(("withdrawn", session, by))

    signals.shared_for_training.connect(shared)
    signals.sharing_withdrawn.connect(withdrawn)
    messages = OutboxMessage.objects.count()
    try:
        assert share(released, world.mentee) == share(released, world.mentee)
        withdraw(released, world.mentee)
        withdraw(released, world.mentee)
    finally:
        signals.shared_for_training.disconnect(shared)
        signals.sharing_withdrawn.disconnect(withdrawn)
    assert told == [
        ("shared", world.mentee, world.mentee),
        ("withdrawn", released, world.mentee),
    ]
    assert logged() == ["share_for_training", "withdraw_sharing"]
    assert not TrainingShare.objects.exists()
    assert OutboxMessage.objects.count() == messages


@pytest.mark.parametrize("who", ["master", "coordinator", "leader", "other_mentor"])
def test_only_the_two_share_and_take_back(world, released, who):
    share(released, world.mentor)
    for act in (share, withdraw):
        with pytest.raises(PermissionDenied):
            act(released, getattr(world, who))
    assert [row.person for row in TrainingShare.objects.all()] == [world.mentor]


def test_nothing_is_shared_before_the_release(world, session):
    observe(world, session)
    for person in (world.mentor, world.mentee):
        with pytest.raises(NotPossibleNow):
            share(session, person)
    assert not TrainingShare.objects.exists()


def test_mentor_of_the_past_takes_back_and_does_not_share(world, relationship, released):
    share(released, world.mentor)
    MentoringRelationship.objects.filter(pk=relationship.pk).update(
        end_date=relationship.start_date
    )
    released.refresh_from_db()
    withdraw(released, world.mentor)
    assert not TrainingShare.objects.exists()
    with pytest.raises(PermissionDenied):
        share(released, world.mentor)


def test_database_keeps_one_yes_a_person_and_session(world, released):
    share(released, world.mentor)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingShare.objects.create(session=released, person=world.mentor, shared_at=now())


def test_rows_are_the_twos_alone(world, released):
    share(released, world.mentor)
    seen = {
        name
        for name in ("mentor", "mentee", "master", "coordinator", "leader", "other_mentee")
        if TrainingShare.objects.visible_to(fresh(getattr(world, name))).exists()
    }
    assert seen == {"mentor", "mentee"}
