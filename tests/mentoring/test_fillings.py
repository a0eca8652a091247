"""What a submission is about, and whom each purpose opens it to."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from forms_builder.choices import Purpose
from forms_builder.models import Submission
from mentoring.choices import FillingPart, Part
from mentoring.models import Filling, MentoringRelationship, Observation
from mentoring.models.filling import OPENED_TO
from tests.factories import make_superuser
from tests.factories_mentoring import (
    days,
    draft,
    fresh,
    make_relationship,
    make_session,
    now,
    observe,
    reflect,
    release,
)
from tests.mentoring.test_constraints import refused

SELF = FillingPart.SELF


def filling(world, purpose, by, **changes) -> Filling:
    """A row as it stands in the database, whatever the rules on sending say."""
    submission = Submission.objects.create(
        id=uuid.uuid4(),
        version=world.version,
        language="km",
        answers={},
        content_hash="0" * 64,
        submitted_by=by,
        finished_at=now(),
        received_at=now(),
    )
    fields = {"purpose": purpose, "filled_by": by, "filled_at": now(), **changes}
    return Filling.objects.create(submission=submission, **fields)


def sees(user, row) -> bool:
    """By the filling, and by the submission below it: never one without the other."""
    user = user if isinstance(user, AnonymousUser) else fresh(user)
    seen = Filling.objects.visible_to(user).filter(pk=row.pk).exists()
    assert Submission.objects.visible_to(user).filter(pk=row.pk).exists() is seen
    return seen


def who_sees(world, row) -> set[str]:
    people = {
        name: getattr(world, name)
        for name in (
            "mentor",
            "mentee",
            "master",
            "coordinator",
            "leader",
            "other_mentor",
            "other_mentee",
            "other_coordinator",
        )
    }
    people |= {"superuser": make_superuser(), "anonymous": AnonymousUser()}
    return {name for name, user in people.items() if sees(user, row)}


@pytest.fixture
def training(world):
    """The master mentor trains our mentor, and would see an observation."""
    return make_relationship(world, mentor=world.master, mentee=world.mentor)


# The table of what a filling is about


def test_purpose_says_what_a_filling_is_about(world, session):
    mentor, mentee = world.mentor, world.mentee
    filling(world, Purpose.OBSERVATION, mentor, session=session, part=Part.MENTOR)
    filling(world, Purpose.SELF_ASSESSMENT, mentee, session=session, part=SELF)
    filling(world, Purpose.SELF_ASSESSMENT, mentee, person=mentee, part=SELF)
    filling(world, Purpose.SURVEY, mentee, person=mentee, part=SELF)
    filling(world, Purpose.PROFILE, mentee, person=mentee, part=SELF)
    filling(world, Purpose.PLAN, mentee, session=session, part=Part.MENTEE)
    assert Filling.objects.count() == 6
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    ("purpose", "about", "part"),
    [
        (Purpose.OBSERVATION, "session", SELF),
        (Purpose.OBSERVATION, "session", Part.MENTEE),
        (Purpose.OBSERVATION, "session", Part.PARTICIPANT),
        (Purpose.OBSERVATION, "person", Part.MENTOR),
        (Purpose.SELF_ASSESSMENT, "session", Part.MENTEE),
        (Purpose.SURVEY, "session", SELF),
        (Purpose.SURVEY, "person", Part.MENTEE),
        (Purpose.PROFILE, "session", SELF),
        (Purpose.PROFILE, "person", Part.MENTOR),
        (Purpose.PLAN, "person", SELF),
        (Purpose.PLAN, "session", SELF),
        (Purpose.PLAN, "session", "GUEST"),
        (Purpose.SELF_ASSESSMENT, "neither", SELF),
        (Purpose.SELF_ASSESSMENT, "both", SELF),
        ("APPRAISAL", "session", Part.MENTOR),
    ],
)
def test_database_refuses_what_no_purpose_has(world, session, purpose, about, part):
    subject = {
        "session": {"session": session},
        "person": {"person": world.mentor},
        "neither": {},
        "both": {"session": session, "person": world.mentor},
    }[about]
    refused(lambda: filling(world, purpose, world.mentor, part=part, **subject))


def test_what_is_about_a_person_was_filled_by_them(world):
    refused(lambda: filling(world, Purpose.PROFILE, world.mentor, person=world.mentee, part=SELF))


def test_second_observation_by_the_same_person_is_refused_and_other_purposes_are_not(
    world, session
):
    filling(world, Purpose.OBSERVATION, world.mentor, session=session, part=Part.MENTOR)
    refused(
        lambda: filling(
            world, Purpose.OBSERVATION, world.mentor, session=session, part=Part.FACILITATOR
        )
    )
    filling(world, Purpose.PLAN, world.mentor, session=session, part=Part.MENTOR)


# Who sees it


def test_every_purpose_says_whom_it_opens_to():
    assert set(OPENED_TO) == set(Purpose)


@pytest.mark.parametrize("purpose", [Purpose.SELF_ASSESSMENT, Purpose.SURVEY, Purpose.PROFILE])
def test_what_one_says_of_oneself_is_ones_own(world, relationship, session, training, purpose):
    observe(world, session)
    row = filling(world, purpose, world.mentee, person=world.mentee, part=SELF)
    assert who_sees(world, row) == {"mentee"}


def test_self_assessment_opens_to_the_mentor_when_their_own_record_is_in(world, session, training):
    row = filling(world, Purpose.SELF_ASSESSMENT, world.mentee, session=session, part=SELF)
    assert who_sees(world, row) == {"mentee"}
    observe(world, session, by=fresh(world.master))  # a second observer's opens nothing
    assert who_sees(world, row) == {"mentee"}
    observe(world, session)
    assert who_sees(world, row) == {"mentee", "mentor"}


def test_record_of_another_session_opens_no_self_assessment(world, relationship, session):
    row = filling(world, Purpose.SELF_ASSESSMENT, world.mentee, session=session, part=SELF)
    observe(world, make_session(world, relationship, offset=-2))
    assert who_sees(world, row) == {"mentee"}


def test_self_assessment_closes_to_the_mentor_with_the_relationship(world, session):
    row = filling(world, Purpose.SELF_ASSESSMENT, world.mentee, session=session, part=SELF)
    observe(world, session)
    MentoringRelationship.objects.update(end_date=now().date() - days(1))
    assert who_sees(world, row) == {"mentee"}


def test_self_assessment_stays_with_its_purpose_after_release(world, session, training):
    row = filling(world, Purpose.SELF_ASSESSMENT, world.mentee, session=session, part=SELF)
    observe(world, session)
    reflect(session)
    draft(session)
    release(session)
    assert who_sees(world, row) == {"mentee", "mentor"}


def test_plan_is_the_pairs_and_the_mentees_afterwards(world, session, training):
    row = filling(world, Purpose.PLAN, world.mentee, session=session, part=Part.MENTEE)
    assert who_sees(world, row) == {"mentee", "mentor"}
    MentoringRelationship.objects.filter(mentee=world.mentee).update(
        end_date=now().date() - days(1)
    )
    assert who_sees(world, row) == {"mentee"}


def test_walk_over_people_notices_an_open_purpose(world, monkeypatch):
    """Negative control: where a purpose opens to whoever asks, the same question tells it."""
    row = filling(world, Purpose.PROFILE, world.mentee, person=world.mentee, part=SELF)
    monkeypatch.setitem(OPENED_TO, Purpose.PROFILE, OPENED_TO[Purpose.PLAN])
    assert who_sees(world, row) == set()
    monkeypatch.setitem(OPENED_TO, Purpose.PROFILE, lambda user: ~OPENED_TO[Purpose.SURVEY](user))
    assert "other_mentor" in who_sees(world, row)
