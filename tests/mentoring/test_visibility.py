"""Who sees which rows: kinds of rows × people × dates × released or not."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from forms_builder.models import Submission
from mentoring.choices import RelationshipStatus
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
from people.models import User
from tests.factories import make_superuser, make_user
from tests.factories_mentoring import (
    days,
    draft,
    fresh,
    make_relationship,
    make_session,
    observe,
    reflect,
    release,
)

KINDS = {
    "relationship": MentoringRelationship,
    "session": MentoringSession,
    "observation": Observation,
    "submission": Submission,
    "reflection": Reflection,
    "feedback": Feedback,
    "next_step": ActionItem,
    "goal": Goal,
}
PLAN = {"relationship", "session", "goal"}
RATINGS = {"observation", "submission"}
LETTER = {"feedback", "next_step"}
ALL = set(KINDS)

# Who sees what of a lasting relationship, before and after the release of the feedback.
LASTING = {
    "mentor": (ALL, ALL),
    "mentee": (PLAN | {"reflection"}, ALL),
    "master": (PLAN, PLAN),  # ratings by test_ratings.py
    "coordinator": (PLAN, PLAN),
    "superuser": (PLAN, PLAN),
    "leader": (set(), set()),
    "content_admin": (set(), set()),
    "colleague": (set(), set()),
    "other_coordinator": (set(), set()),
    "other_mentor": (set(), set()),
    "other_mentee": (set(), set()),
    "anonymous": (set(), set()),
}
# Who keeps what when the relationship no longer lasts.
AFTERWARDS = {
    **LASTING,
    "mentor": (set(), set()),
    "master": (set(), set()),
}


@pytest.fixture
def people(world):
    """Everybody of `LASTING`, with the master mentor training our mentor."""
    make_relationship(world, mentor=world.master, mentee=world.mentor)
    return {
        **{name: getattr(world, name, None) for name in LASTING if hasattr(world, name)},
        "superuser": make_superuser(),
        "content_admin": make_user(Role.CONTENT_ADMIN),
        "colleague": make_user(Role.MENTOR, world.places.puok_school2),
    }


def make_everything(world, released):
    relationship = make_relationship(world)
    session = make_session(world, relationship)
    observe(world, session)
    reflect(session)
    draft(session)
    if released:
        release(session)
    Goal.objects.create(relationship=relationship, statement="សួរសំណួរបើក")
    return relationship


def seen_by(user, relationship) -> set[str]:
    """Kinds of rows of this relationship that the person sees."""
    user = AnonymousUser() if user is None else fresh(user)
    paths = {
        "relationship": {"pk": relationship.pk},
        "session": {"relationship": relationship},
        "goal": {"relationship": relationship},
        "submission": {"filling__session__relationship": relationship},
    }
    return {
        kind
        for kind, model in KINDS.items()
        if model.objects.visible_to(user)
        .filter(**paths.get(kind, {"session__relationship": relationship}))
        .exists()
    }


def change(relationship, when):
    """Put the relationship into the past or the future, or close or pause it."""
    today = timezone.localdate()
    changes = {
        "lasting": {},
        "last day": {"end_date": today},
        "paused": {"status": RelationshipStatus.PAUSED},
        "date has passed": {"end_date": today - days(1)},
        "ended today": {"status": RelationshipStatus.ENDED, "end_date": today},
        "completed": {"status": RelationshipStatus.COMPLETED, "end_date": today},
        "begins tomorrow": {"start_date": today + days(1)},
    }[when]
    if changes:
        MentoringRelationship.objects.filter(pk=relationship.pk).update(**changes)


@pytest.mark.parametrize("released", [False, True], ids=["draft", "released"])
@pytest.mark.parametrize(
    ("when", "table"),
    [
        ("lasting", LASTING),
        ("last day", LASTING),
        ("paused", LASTING),
        ("date has passed", AFTERWARDS),
        ("ended today", AFTERWARDS),
        ("completed", AFTERWARDS),
        ("begins tomorrow", AFTERWARDS),
    ],
)
def test_visibility_matrix(world, people, when, table, released):
    relationship = make_everything(world, released)
    change(relationship, when)
    seen = {who: seen_by(people.get(who), relationship) for who in table}
    assert seen == {who: expected[released] for who, expected in table.items()}


def test_proposal_is_seen_by_both_sides_before_it_begins(world, people):
    relationship = make_relationship(world, status=RelationshipStatus.PROPOSED)
    seen = {who for who in LASTING if seen_by(people.get(who), relationship)}
    assert seen == {"mentor", "mentee", "coordinator", "superuser"}


@pytest.mark.parametrize("whose", ["mentor", "coordinator", "master"])
def test_scope_follows_the_role_of_the_day(world, people, whose):
    """A coordinator and a master mentor need their role; a mentor's scope is the relationship."""
    relationship = make_everything(world, released=True)
    user = people[whose]
    user.roles.update(end_date=timezone.localdate() - days(1))
    assert seen_by(user, relationship) == (ALL if whose == "mentor" else set())


def test_master_mentors_sight_ends_with_the_training(world, people):
    relationship = make_everything(world, released=True)
    training = MentoringRelationship.objects.get(mentor=world.master)
    change(training, "date has passed")
    assert seen_by(world.master, relationship) == set()


def test_master_mentor_does_not_see_pairs_of_untrained_mentors(world, people):
    other = make_relationship(
        world, mentor=world.other_mentor, mentee=world.other_mentee, by=world.other_coordinator
    )
    assert seen_by(world.master, other) == set()


def visible_people(user) -> set[str]:
    return set(User.objects.visible_to(fresh(user)).values_list("username", flat=True))


def test_mentor_sees_mentees_and_mentee_the_mentor_while_it_lasts(world):
    mentor, mentee = world.mentor.username, world.mentee.username
    relationship = make_relationship(world)
    assert visible_people(world.mentor) == {mentor, mentee}
    assert visible_people(world.mentee) == {mentor, mentee}
    change(relationship, "date has passed")
    assert visible_people(world.mentor) == {mentor}
    assert visible_people(world.mentee) == {mentee}


def test_master_mentor_sees_trained_mentors_and_their_mentees(world, people):
    relationship = make_relationship(world)
    expected = {world.master.username, world.mentor.username, world.mentee.username}
    assert visible_people(world.master) == expected
    change(relationship, "date has passed")
    assert visible_people(world.master) == expected - {world.mentee.username}


def test_leader_sees_no_ratings_and_no_pairs(world):
    relationship = make_everything(world, released=True)
    assert seen_by(world.leader, relationship) == set()
    assert world.mentee.username not in visible_people(world.leader)
