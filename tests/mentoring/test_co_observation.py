"""A second observer's record of a lesson is kept to compare, and counts nowhere."""

import pytest

from insights.actions.rebuild_rollups import rebuild_rollups
from insights.models import CriterionRollup
from mentoring import rules
from mentoring.choices import SessionType
from mentoring.models import Observation
from mentoring.queries import progress_of
from mentoring.queries.work import sessions_of
from mentoring.sending import Result
from people.choices import Role
from tests.factories import make_user
from tests.factories_mentoring import (
    ANSWERS,
    draft,
    fresh,
    make_relationship,
    make_session,
    observe,
    reflect,
    release,
    send_observation,
)

OTHER = {**ANSWERS, "warmth": {"level": 1}}


@pytest.fixture
def training(world):
    return make_relationship(world, mentor=world.master, mentee=world.mentor)


def beside(world, session, **changes):
    return observe(world, session, by=fresh(world.master), **{"answers": OTHER, **changes})


def test_only_who_trains_the_mentor_now_observes_beside_them(world, session):
    assert not rules.can_co_observe(fresh(world.master), session)
    training = make_relationship(world, mentor=world.master, mentee=world.mentor)
    assert rules.can_co_observe(fresh(world.master), session)
    for who in ("mentor", "mentee", "coordinator", "leader", "other_mentor"):
        assert not rules.can_co_observe(fresh(getattr(world, who)), session)
    training.status = "PAUSED"
    training.end_date = training.start_date
    training.save()
    assert not rules.can_co_observe(fresh(world.master), session)
    refused = send_observation(world, session, by=fresh(world.master))
    assert refused.result == Result.UNKNOWN


def test_only_lessons_are_observed_by_two(world, relationship, training):
    planning = make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    assert not rules.can_co_observe(fresh(world.master), planning)


def test_record_beside_the_mentors_counts_in_no_sum(world, session, training):
    beside(world, session)
    assert not CriterionRollup.objects.exists()
    observe(world, session)
    assert set(CriterionRollup.objects.values_list("n", flat=True)) <= {0, 1}
    rebuilt = rebuild_rollups(write=False)
    assert (rebuilt.observations, rebuilt.differences) == (1, [])


def test_correction_beside_the_mentors_counts_in_no_sum(world, session, training):
    observe(world, session)
    sent = beside(world, session).submission
    beside(world, session, id=sent.pk, answers=ANSWERS, base_revision=sent.revision)
    assert rebuild_rollups(write=False).differences == []


def test_record_beside_the_mentors_opens_no_step(world, session, training):
    beside(world, session)
    assert not sessions_of(world.mentor).get().has_observation
    assert sessions_of(world.mentor).get().status == "SCHEDULED"


def test_growth_is_drawn_from_the_mentors_records(world, session, training):
    observe(world, session)
    beside(world, session)
    for viewer in (world.mentor, world.master):
        assert len(progress_of(world.mentee, fresh(viewer)).points) == 1


def test_each_sees_the_others_record_as_told(world, session, training):
    def seen(who):
        return set(Observation.objects.visible_to(fresh(who)).values_list("filled_by", flat=True))

    beside(world, session)
    assert seen(world.mentor) == set()
    observe(world, session)
    assert seen(world.mentor) == seen(world.master) == {world.mentor.pk, world.master.pk}
    reflect(session)
    draft(session)
    release(session)
    assert seen(world.mentee) == {world.mentor.pk}


def test_another_master_mentor_of_the_mentor_sees_none_of_the_two_records(world, session, training):
    beside(world, session)
    observe(world, session)
    other = make_user(Role.MASTER_MENTOR, training.place)
    make_relationship(world, mentor=other, mentee=world.mentor)
    assert not Observation.objects.visible_to(fresh(other)).exists()
