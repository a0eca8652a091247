"""Accepting, pausing, ending; access ends with it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from mentoring.actions.accept_relationship import accept_relationship
from mentoring.actions.change_relationship_dates import change_relationship_dates
from mentoring.actions.complete_relationship import complete_relationship
from mentoring.actions.end_relationship import end_relationship
from mentoring.actions.pause_relationship import pause_relationship
from mentoring.choices import RelationshipStatus, SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringRelationship, MentoringSession
from tests.factories_mentoring import days, fresh, make_relationship, make_session, now


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("mentor", True), ("coordinator", True), ("mentee", False), ("other_coordinator", False)],
)
def test_proposal_is_accepted_by_mentor_or_coordinator(world, who, allowed):
    relationship = make_relationship(world, status=RelationshipStatus.PROPOSED)
    by = fresh(getattr(world, who))
    if allowed:
        accept_relationship(relationship=relationship, by=by, at=now())
        assert relationship.status == RelationshipStatus.ACTIVE
    else:
        with pytest.raises(PermissionDenied):
            accept_relationship(relationship=relationship, by=by, at=now())


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_either_side_may_decline_a_proposal_but_not_end_what_runs(world, who):
    relationship = make_relationship(world, status=RelationshipStatus.PROPOSED)
    by = fresh(getattr(world, who))
    end_relationship(relationship=relationship, reason="រវល់ការងារ", by=by, at=now())
    assert relationship.status == RelationshipStatus.ENDED
    running = make_relationship(world)
    with pytest.raises(PermissionDenied):
        end_relationship(relationship=running, reason="រវល់", by=by, at=now())


@pytest.mark.parametrize("who", ["mentor", "mentee", "leader", "master", "other_coordinator"])
def test_only_the_coordinator_of_the_place_pauses(world, relationship, who):
    with pytest.raises(PermissionDenied):
        pause_relationship(relationship=relationship, by=fresh(getattr(world, who)), at=now())


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_ending_needs_a_reason_that_can_be_seen(world, relationship, reason):
    with pytest.raises(ValidationError):
        end_relationship(
            relationship=relationship, reason=reason, by=fresh(world.coordinator), at=now()
        )
    relationship.refresh_from_db()
    assert relationship.status == RelationshipStatus.ACTIVE


def test_mentors_access_ends_with_the_relationship_at_once(world, relationship, session):
    assert MentoringSession.objects.visible_to(fresh(world.mentor)).count() == 1
    end_relationship(
        relationship=relationship, reason="ប្តូរសាលា", by=fresh(world.coordinator), at=now()
    )
    assert MentoringSession.objects.visible_to(fresh(world.mentor)).count() == 0
    assert MentoringRelationship.objects.visible_to(fresh(world.mentor)).count() == 0
    assert MentoringSession.objects.visible_to(fresh(world.mentee)).count() == 1


def test_closing_cancels_later_sessions_only(world, relationship):
    past, today, later = (make_session(world, relationship, offset=n) for n in (-1, 0, 2))
    done = make_session(world, relationship, offset=-2)
    MentoringSession.objects.filter(pk=done.pk).update(status="COMPLETED", actual_date=now())
    complete_relationship(relationship=relationship, by=fresh(world.coordinator), at=now())
    states = [MentoringSession.objects.get(pk=row.pk).status for row in (past, today, later, done)]
    assert states == ["SCHEDULED", "SCHEDULED", "CANCELLED", "COMPLETED"]
    assert MentoringSession.objects.get(pk=later.pk).status_reason


def test_closing_writes_todays_date_or_the_agreed_earlier_one(world):
    today = timezone.localdate()
    for end, expected in ((None, today), (5, today)):
        relationship = make_relationship(world, end=end)
        complete_relationship(relationship=relationship, by=fresh(world.coordinator), at=now())
        assert relationship.end_date == expected


def test_closing_before_the_beginning_keeps_dates_in_order(world):
    relationship = make_relationship(world, start=5)
    end_relationship(relationship=relationship, reason="ប្តូរ", by=fresh(world.coordinator), at=now())
    assert relationship.end_date == relationship.start_date
    assert relationship.status == RelationshipStatus.ENDED


def test_dates_of_a_closed_relationship_stay(world, relationship):
    complete_relationship(relationship=relationship, by=fresh(world.coordinator), at=now())
    with pytest.raises(NotPossibleNow):
        change_relationship_dates(
            relationship=relationship,
            start_date=relationship.start_date,
            end_date=timezone.localdate() + days(30),
            by=fresh(world.coordinator),
            at=now(),
        )


def test_start_does_not_move_past_a_session_that_was_held(world, relationship, session):
    MentoringSession.objects.filter(pk=session.pk).update(
        status=SessionStatus.COMPLETED, actual_date=session.scheduled_date
    )
    with pytest.raises(ValidationError) as refusal:
        change_relationship_dates(
            relationship=relationship,
            start_date=timezone.localdate() + days(1),
            end_date=None,
            by=fresh(world.coordinator),
            at=now(),
        )
    assert "start_date" in refusal.value.message_dict


def test_same_dates_again_write_no_audit_line(world, relationship):
    change_relationship_dates(
        relationship=relationship,
        start_date=relationship.start_date,
        end_date=relationship.end_date,
        by=fresh(world.coordinator),
        at=now(),
    )
    actions = [line.action for line in ModelLogEntry.objects.for_instance(relationship)]
    assert actions == ["mentoring.start_relationship"]


def test_refused_action_leaves_nothing_behind(world, relationship):
    with pytest.raises(NotPossibleNow):
        accept_relationship(relationship=relationship, by=fresh(world.coordinator), at=now())
    actions = [line.action for line in ModelLogEntry.objects.for_instance(relationship)]
    assert actions == ["mentoring.start_relationship"]
