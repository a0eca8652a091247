"""Planning, moving, cancelling and holding sessions."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from mentoring.actions.cancel_session import cancel_session
from mentoring.actions.complete_session import complete_session
from mentoring.actions.mark_missed import mark_missed
from mentoring.actions.reschedule_session import reschedule_session
from mentoring.actions.schedule_session import schedule_session
from mentoring.actions.start_session import start_session
from mentoring.choices import RelationshipStatus, SessionStatus, SessionType
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringRelationship, MentoringSession
from tests.factories_mentoring import days, fresh, make_relationship, make_session, now
from tests.forms_builder.samples import make_form, row_of


def test_session_is_planned_at_the_school_and_audited(world, relationship):
    session = make_session(world, relationship, offset=2)
    assert (session.place, session.status) == (relationship.place, SessionStatus.SCHEDULED)
    line = ModelLogEntry.objects.for_instance(session).get()
    assert (line.action, line.user) == ("mentoring.schedule_session", world.mentor)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scheduled_date": now() - days(31)}, "scheduled_date"),
        ({"scheduled_date": now() + days(31)}, "scheduled_date"),
        ({"form": None}, "form"),
        ({"duration": 0}, "duration"),
        ({"duration": 1441}, "duration"),
        ({"session_type": "PARTY"}, "session_type"),
    ],
)
def test_bad_plan_is_refused_beside_its_field(world, changes, field):
    relationship = make_relationship(world, end=30)
    arguments = {
        "relationship": relationship,
        "session_type": SessionType.CLASSROOM_OBSERVATION,
        "scheduled_date": now(),
        "form": world.version.form,
        "by": fresh(world.mentor),
        "at": now(),
        **changes,
    }
    with pytest.raises(ValidationError) as refusal:
        schedule_session(**arguments)
    assert list(refusal.value.message_dict) == [field]
    assert not MentoringSession.objects.exists()


def test_first_and_last_day_of_the_relationship_may_be_planned(world):
    relationship = make_relationship(world, end=10)
    for day in (relationship.start_date, relationship.end_date):
        moment = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 23, 30))
        assert make_session(world, relationship, offset=(moment - now()) / days(1)).pk


def test_observation_with_an_unpublished_form_is_refused(world, relationship):
    draft = make_form(code="draft")
    with pytest.raises(ValidationError) as refusal:
        schedule_session(
            relationship=relationship,
            session_type=SessionType.CLASSROOM_OBSERVATION,
            scheduled_date=now(),
            form=row_of(draft),
            by=fresh(world.mentor),
            at=now(),
        )
    assert "form" in refusal.value.message_dict


@pytest.mark.parametrize(
    "session_type",
    [SessionType.LESSON_PLANNING, SessionType.REFLECTIVE_PRACTICE],
)
def test_other_sessions_need_no_form(world, relationship, session_type):
    assert make_session(world, relationship, session_type=session_type).form is None


@pytest.mark.parametrize("who", ["mentee", "leader", "master", "other_mentor", "other_coordinator"])
def test_strangers_and_the_mentee_plan_nothing(world, relationship, who):
    with pytest.raises(PermissionDenied):
        make_session(world, relationship, by=fresh(getattr(world, who)))


def test_moving_keeps_the_old_session_and_plans_the_same(world, session):
    moved = reschedule_session(
        session=session,
        scheduled_date=now() + days(3),
        by=fresh(world.coordinator),
        at=now(),
        reason="ភ្លៀងធ្លាក់ខ្លាំង",
    )
    session.refresh_from_db()
    assert (session.status, session.status_reason) == ("RESCHEDULED", "ភ្លៀងធ្លាក់ខ្លាំង")
    assert moved.rescheduled_from == session
    for name in ("relationship", "session_type", "form", "duration", "location", "place"):
        assert getattr(moved, name) == getattr(session, name)


def test_moving_outside_the_relationship_changes_nothing(world):
    relationship = make_relationship(world, end=5)
    session = make_session(world, relationship)
    with pytest.raises(ValidationError):
        reschedule_session(
            session=session, scheduled_date=now() + days(6), by=fresh(world.mentor), at=now()
        )
    assert MentoringSession.objects.get().status == SessionStatus.SCHEDULED


def test_moving_waits_while_the_relationship_is_paused(world, relationship, session):
    MentoringRelationship.objects.update(status=RelationshipStatus.PAUSED)
    with pytest.raises(NotPossibleNow):
        reschedule_session(
            session=session, scheduled_date=now() + days(1), by=fresh(world.mentor), at=now()
        )


@pytest.mark.parametrize("reason", ["", " ", "\u200b"])
def test_cancelling_needs_a_reason(world, session, reason):
    with pytest.raises(ValidationError):
        cancel_session(session=session, reason=reason, by=fresh(world.mentor), at=now())
    assert MentoringSession.objects.get().status == SessionStatus.SCHEDULED


def test_session_to_come_was_not_missed(world, relationship):
    session = make_session(world, relationship, offset=1)
    with pytest.raises(NotPossibleNow):
        mark_missed(session=session, by=fresh(world.coordinator), at=now())


def test_session_is_held_with_its_notes(world, relationship):
    session = make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    began = now()
    start_session(session=session, by=fresh(world.mentor), at=began)
    complete_session(
        session=session,
        by=fresh(world.mentor),
        at=began + days(0.04),
        duration=50,
        post_session_notes="បានរៀបចំផែនការ",
    )
    session.refresh_from_db()
    assert (session.actual_date, session.duration) == (began, 50)
    assert session.post_session_notes == "បានរៀបចំផែនការ"


@pytest.mark.parametrize("who", ["mentee", "coordinator", "other_mentor"])
def test_only_the_mentor_holds_a_session(world, session, who):
    with pytest.raises(PermissionDenied):
        start_session(session=session, by=fresh(getattr(world, who)), at=now())
