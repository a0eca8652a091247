"""The leader's figures: never fewer than five people to a cell, nor a way to work one out."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from insights.queries import school_overview
from mentoring.actions.complete_session import complete_session
from mentoring.actions.start_session import start_session
from people.choices import Role
from people.models import Profile
from tests.factories import make_superuser, make_user
from tests.factories_mentoring import (
    ANSWERS,
    days,
    fresh,
    make_group,
    make_meeting,
    make_relationship,
    make_session,
    now,
    observe,
)

EVERY = {code: {"level": 2} for code in ANSWERS}


@pytest.fixture
def observed(world):
    """A function that observes so many teachers of the leader's school."""
    Profile.objects.filter(user=world.mentor).update(capacity=20)

    def observe_teachers(count, answers=EVERY, times=1, place=None):
        for _ in range(count):
            mentee = make_user(Role.MENTEE, place or world.places.puok_school2)
            relationship = make_relationship(world, mentee=mentee)
            for number in range(times):
                observe(
                    world,
                    make_session(world, relationship, offset=-1 - number),
                    answers=answers,
                )

    return observe_teachers


def overview(world):
    (school,) = school_overview(fresh(world.leader), language="km")
    return school


def test_five_people_are_shown(world, observed):
    observed(4)
    observed(1, {code: {"level": 4} for code in ANSWERS})
    school = overview(world)
    assert school.place == world.places.puok_school2
    assert (school.teachers_in_mentoring, school.sessions_held) == (5, 5)
    (form,) = school.forms
    assert (form.whole.mean, form.whole.people, form.whole.n) == (Decimal("60.0"), 5, 20)
    assert [cell.code for cell in form.criteria] == ["clarity", "questions", "warmth", "rules"]
    assert [(cell.code, cell.label) for cell in form.domains] == [
        ("teaching", "ការបង្រៀន"),
        ("climate", "បរិយាកាសថ្នាក់"),
    ]
    assert all(cell.reason == "" for cell in form.criteria)


@pytest.mark.parametrize("times", [1, 3])
def test_four_people_are_not_shown_however_often_observed(world, observed, times):
    observed(4, times=times)
    school = overview(world)
    assert (school.teachers_in_mentoring, school.sessions_held) == (None, None)
    assert school.reason
    (form,) = school.forms
    for cell in (form.whole, *form.domains, *form.criteria):
        assert cell.is_suppressed
        assert (cell.mean, cell.people, cell.n) == (None, None, None)
        assert cell.reason


def test_total_goes_with_the_one_that_could_be_worked_out_from_it(world, observed):
    """Four people on `rules`: with the domain shown, the rest would give it away."""
    observed(4)
    observed(2, {**EVERY, "rules": {"na": True}})
    (form,) = overview(world).forms
    shown = {cell.code: not cell.is_suppressed for cell in (*form.criteria, *form.domains)}
    assert shown == {
        "clarity": True,
        "questions": True,
        "warmth": True,
        "rules": False,
        "teaching": True,
        "climate": False,
    }
    assert form.whole.is_suppressed


def test_criterion_nobody_was_rated_on_hides_nothing(world, observed):
    observed(5, {**EVERY, "rules": {"na": True}})
    (form,) = overview(world).forms
    assert "rules" not in [cell.code for cell in form.criteria]
    assert not form.whole.is_suppressed


def test_people_of_other_schools_are_not_counted(world, observed):
    observed(4)
    observed(3, place=world.places.puok_school)
    (form,) = overview(world).forms
    assert form.whole.is_suppressed


def test_overview_is_the_leaders_alone_and_ends_with_the_role(world, observed):
    observed(5)
    assert overview(world).forms
    for user in (world.coordinator, world.mentor, world.mentee, make_superuser()):
        assert school_overview(fresh(user)) == []
    assert school_overview(AnonymousUser()) == []
    world.leader.roles.update(end_date=timezone.localdate() - days(1))
    assert school_overview(fresh(world.leader)) == []


def test_meeting_of_a_group_counts_once_with_all_who_take_part(world, observed):
    observed(4)
    teachers = [make_user(Role.MENTEE, world.places.puok_school2) for _ in range(5)]
    circle = make_group(
        world,
        members=tuple(teachers),
        facilitators=(world.mentor,),
        place=world.places.puok_school2,
    )
    meeting = make_meeting(circle, by=world.mentor)
    start_session(session=meeting, by=fresh(world.mentor), at=now())
    complete_session(session=meeting, by=fresh(world.mentor), at=now())
    assert overview(world).sessions_held == 5


def test_school_without_observations_has_an_empty_overview(world):
    school = overview(world)
    assert (school.teachers_in_mentoring, school.sessions_held, school.forms) == (0, 0, [])


def test_overview_asks_the_same_queries_for_more_people_and_schools(world, observed):
    def cost() -> int:
        leader = fresh(world.leader)
        assert leader.led_paths
        with CaptureQueriesContext(connection) as queries:
            schools = school_overview(leader)
            assert schools[0].forms
        return len(queries)

    observed(1)
    one = cost()
    observed(2)
    world.leader.roles.create(
        role=Role.SCHOOL_LEADER,
        place=world.places.puok_school,
        start_date=timezone.localdate(now()),
    )
    observed(2, place=world.places.puok_school)
    assert cost() == one
