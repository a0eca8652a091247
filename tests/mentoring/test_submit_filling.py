"""A record arrives: once, late, again, corrected, for a moved visit; nothing is lost."""

import uuid

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forms_builder.models import RefusedSubmission, Submission, SubmissionRevision
from mentoring import signals
from mentoring.actions.cancel_session import cancel_session
from mentoring.actions.end_relationship import end_relationship
from mentoring.actions.reschedule_session import reschedule_session
from mentoring.actions.start_session import start_session
from mentoring.choices import SessionStatus, SessionType
from mentoring.models import MentoringRelationship, MentoringSession, Observation
from mentoring.sending import Result
from tests.factories_mentoring import (
    ANSWERS,
    days,
    draft,
    fresh,
    make_published_form,
    make_relationship,
    make_session,
    now,
    observe,
    reflect,
    release,
    send_observation,
)

OTHER_ANSWERS = {**ANSWERS, "clarity": {"level": 1}}


@pytest.fixture
def heard():
    """What `observation_submitted` and `observation_corrected` told."""
    events = []

    def submitted(observation, **_):
        events.append(("submitted", observation.pk))

    def corrected(observation, previous_scores, **_):
        events.append(("corrected", previous_scores["form"]["points"]))

    signals.observation_submitted.connect(submitted)
    signals.observation_corrected.connect(corrected)
    yield events
    signals.observation_submitted.disconnect(submitted)
    signals.observation_corrected.disconnect(corrected)


def test_record_is_filed_and_closes_the_session(world, session, heard):
    finished = now() - days(1)
    accepted = observe(world, session, started_at=finished - days(0.03), finished_at=finished)
    session.refresh_from_db()
    assert accepted.result == Result.STORED
    assert session.status == SessionStatus.COMPLETED
    assert session.actual_date == finished - days(0.03)
    observation = Observation.objects.get()
    assert (observation.session, observation.filled_by) == (session, world.mentor)
    assert observation.filled_at == finished
    assert heard == [("submitted", observation.pk)]
    line = ModelLogEntry.objects.for_instance(session).first()
    assert line.action == "mentoring.submit_observation"
    assert set(line.data) == {"submission"}


def test_session_under_way_keeps_or_sets_its_date_and_completes(world, session):
    start_session(session=session, by=fresh(world.mentor), at=now())
    observe(world, session)
    session.refresh_from_db()
    assert session.status == SessionStatus.COMPLETED


def test_same_record_again_changes_nothing(world, session, heard):
    id = uuid.uuid4()
    first = observe(world, session, id=id)
    lines = ModelLogEntry.objects.count()
    again = observe(world, session, id=id)
    assert (first.result, again.result) == (Result.STORED, Result.SAME_AGAIN)
    assert Submission.objects.count() == Observation.objects.count() == 1
    assert len(heard) == 1
    assert ModelLogEntry.objects.count() == lines


def test_other_content_under_the_same_id_is_refused_and_kept(world, session, heard):
    id = uuid.uuid4()
    observe(world, session, id=id)
    for _ in range(2):
        refusal = send_observation(world, session, id=id, answers=OTHER_ANSWERS)
        assert refusal.result == Result.CONFLICT
    refused = RefusedSubmission.objects.get()
    assert refused.submission_id == id
    assert len(heard) == 1


def test_correction_on_the_stored_revision_is_accepted(world, session, heard):
    id = uuid.uuid4()
    observe(world, session, id=id)
    accepted = observe(world, session, id=id, answers=OTHER_ANSWERS, base_revision=1)
    assert (accepted.result, accepted.submission.revision) == (Result.CORRECTED, 2)
    assert SubmissionRevision.objects.count() == 1
    assert heard[1] == ("corrected", "11")
    assert ModelLogEntry.objects.for_instance(session).first().action == (
        "mentoring.correct_observation"
    )


def test_correction_keeps_when_the_lesson_was_observed(world, session):
    id = uuid.uuid4()
    finished = now() - days(1)
    observe(world, session, id=id, finished_at=finished)
    observe(world, session, id=id, answers=OTHER_ANSWERS, base_revision=1, finished_at=now())
    assert Observation.objects.get().filled_at == finished


def test_correction_after_release_is_refused_but_the_same_again_is_not(world, session):
    id = uuid.uuid4()
    observe(world, session, id=id)
    reflect(session)
    draft(session)
    release(session)
    refusal = send_observation(world, session, id=id, answers=OTHER_ANSWERS, base_revision=1)
    assert refusal.result == Result.NOT_POSSIBLE
    assert Submission.objects.get().revision == 1
    assert observe(world, session, id=id).result == Result.SAME_AGAIN


def test_second_id_for_the_same_session_is_refused_and_kept(world, session, heard):
    observe(world, session)
    for _ in range(2):
        refusal = send_observation(world, session, answers=OTHER_ANSWERS, id=uuid.uuid4())
        assert refusal.result == Result.ALREADY_FILLED
    assert refusal.submission == Submission.objects.get()
    refused = RefusedSubmission.objects.get()
    assert refused.sent_by == world.mentor
    assert 1 in [value.get("level") for value in refused.answers.values()]
    assert len(heard) == 1


def test_invalid_answers_to_a_second_id_name_their_errors(world, session):
    observe(world, session)
    refusal = send_observation(world, session, answers={"clarity": {"level": 99}, "x": "\x00"})
    assert refusal.result == Result.ANSWERS_INVALID
    assert not RefusedSubmission.objects.exists()


def test_id_of_another_session_is_refused_and_kept(world, relationship, session):
    id = uuid.uuid4()
    observe(world, session, id=id)
    other = make_session(world, relationship, offset=-2)
    assert send_observation(world, other, id=id).result == Result.CONFLICT
    assert RefusedSubmission.objects.count() == 1
    other.refresh_from_db()
    assert other.status == SessionStatus.SCHEDULED


def test_id_of_somebody_else_tells_nothing(world, session):
    other = make_relationship(
        world, mentor=world.other_mentor, mentee=world.other_mentee, by=world.other_coordinator
    )
    other_session = make_session(world, other, by=fresh(world.other_mentor))
    id = uuid.uuid4()
    observe(world, other_session, id=id)
    refusal = send_observation(world, session, id=id, answers=OTHER_ANSWERS)
    assert refusal.result == Result.UNKNOWN
    assert not RefusedSubmission.objects.exists()


@pytest.mark.parametrize(
    ("who", "result"),
    [
        ("mentee", Result.FORBIDDEN),
        ("coordinator", Result.FORBIDDEN),
        ("master", Result.UNKNOWN),
        ("other_mentor", Result.UNKNOWN),
    ],
)
def test_only_the_mentor_observes(world, session, who, result):
    assert send_observation(world, session, by=fresh(getattr(world, who))).result == result
    assert not Submission.objects.exists()


def test_answers_to_another_form_are_refused(world, session):
    _form, version = make_published_form("other")
    refusal = send_observation(world, session, version=version)
    assert refusal.result == Result.ANSWERS_INVALID
    assert "" in refusal.errors


def test_session_without_a_form_takes_no_answers(world, relationship):
    session = make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    assert send_observation(world, session).result == Result.ANSWERS_INVALID


def test_invalid_answers_leave_the_session_as_it_was(world, session):
    refusal = send_observation(world, session, answers={"clarity": {"level": 9}})
    assert refusal.result == Result.ANSWERS_INVALID
    assert "clarity" in refusal.errors
    session.refresh_from_db()
    assert session.status == SessionStatus.SCHEDULED
    assert not Submission.objects.exists()


def test_cancelled_session_takes_no_record(world, session):
    cancel_session(session=session, reason="សាលាសម្រាក", by=fresh(world.mentor), at=now())
    assert send_observation(world, session).result == Result.NOT_POSSIBLE
    assert not Submission.objects.exists()


def test_record_follows_a_session_that_was_moved_twice(world, session):
    coordinator = fresh(world.coordinator)
    moved = reschedule_session(
        session=session, scheduled_date=now() + days(1), by=coordinator, at=now()
    )
    last = reschedule_session(
        session=moved, scheduled_date=now() + days(2), by=coordinator, at=now()
    )
    old = MentoringSession.objects.get(pk=session.pk)
    id = uuid.uuid4()
    observe(world, old, id=id)
    assert Observation.objects.get().session == last
    old = MentoringSession.objects.get(pk=session.pk)
    assert observe(world, old, id=id).result == Result.SAME_AGAIN
    assert old.pk == session.pk
    assert MentoringSession.objects.get(pk=session.pk).status == SessionStatus.RESCHEDULED


def test_missed_session_turns_out_to_have_been_held(world, session):
    MentoringSession.objects.update(status=SessionStatus.MISSED)
    observe(world, session)
    assert MentoringSession.objects.get().status == SessionStatus.COMPLETED


def test_record_of_an_ended_relationship_is_accepted_and_not_readable(world, relationship, session):
    finished = now()
    end_relationship(
        relationship=relationship, reason="ប្តូរសាលា", by=fresh(world.coordinator), at=now()
    )
    mentor = fresh(world.mentor)
    assert not MentoringSession.objects.visible_to(mentor).exists()
    found = MentoringSession.objects.awaiting_record_of(mentor).get(pk=session.pk)
    accepted = observe(world, found, by=mentor, finished_at=finished)
    assert accepted.result == Result.STORED
    assert not Submission.objects.visible_to(mentor).exists()
    assert not Observation.objects.visible_to(mentor).exists()


def test_record_finished_after_the_end_is_refused(world, relationship, session):
    MentoringRelationship.objects.update(end_date=timezone.localdate() - days(1))
    session.refresh_from_db()
    assert send_observation(world, session, finished_at=now()).result == Result.UNKNOWN


def test_ended_record_sent_again_without_its_time_is_still_the_same(world, relationship, session):
    id = uuid.uuid4()
    observe(world, session, id=id, finished_at=now() - days(2))
    MentoringRelationship.objects.update(end_date=timezone.localdate() - days(1))
    session = MentoringSession.objects.get(pk=session.pk)
    assert observe(world, session, id=id, finished_at=now() - days(2)).result == Result.SAME_AGAIN
    session = MentoringSession.objects.get(pk=session.pk)
    assert observe(world, session, id=id).result == Result.SAME_AGAIN


def test_awaiting_record_opens_no_foreign_or_proposed_sessions(world, session):
    other = fresh(world.other_mentor)
    assert not MentoringSession.objects.awaiting_record_of(other).exists()
    assert not MentoringSession.objects.awaiting_record_of(fresh(world.mentee)).exists()
    MentoringRelationship.objects.update(status="PROPOSED")
    assert not MentoringSession.objects.awaiting_record_of(fresh(world.mentor)).exists()
