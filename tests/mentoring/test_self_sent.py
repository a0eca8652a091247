"""What people send about themselves: who may, with which form, about which session."""

import uuid

import pytest
from wagtail.models import ModelLogEntry

from forms_builder.actions.publish_version import publish_version
from forms_builder.choices import Purpose
from forms_builder.models import RefusedSubmission, Submission, SubmissionRevision
from insights.models import CriterionRollup
from mentoring import rules, signals
from mentoring.actions.cancel_session import cancel_session
from mentoring.actions.reschedule_session import reschedule_session
from mentoring.choices import FillingPart, SessionType
from mentoring.models import Filling, MentoringRelationship, Observation
from mentoring.sending import Result
from people.choices import Role
from people.models import RoleAssignment
from tests.factories import make_user
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
    send_form,
)
from tests.mentoring.test_fillings import who_sees

OTHER = {**ANSWERS, "clarity": {"level": 1}}
OWN = (Purpose.SELF_ASSESSMENT, Purpose.PROFILE)


@pytest.fixture
def version(world):
    """Of a form for what people say of themselves, and for nothing else."""
    return make_published_form("own", *OWN)[1]


def send(world, purpose, session=None, **changes):
    return send_form(world, purpose, session, **{"by": fresh(world.mentee), **changes})


@pytest.mark.parametrize("purpose", OWN)
def test_form_about_oneself_is_filed_under_its_author(world, version, purpose):
    finished = now() - days(1)
    outcome = send(world, purpose, version=version, finished_at=finished)
    assert outcome.result == Result.STORED
    row = Filling.objects.get(pk=outcome.submission.pk)
    assert (row.purpose, row.part) == (purpose, FillingPart.SELF)
    assert (row.session, row.person, row.filled_by) == (None, world.mentee, world.mentee)
    assert row.filled_at == finished
    assert who_sees(world, row) == {"mentee"}


def test_self_assessment_of_a_session_leaves_it_as_it_was(world, session, version):
    heard = []

    def listen(filling, **_):
        heard.append(filling.pk)

    signals.filling_submitted.connect(listen)
    try:
        outcome = send(world, Purpose.SELF_ASSESSMENT, session, version=version)
    finally:
        signals.filling_submitted.disconnect(listen)
    row = Filling.objects.get()
    assert (row.session, row.person, row.filled_by) == (session, None, world.mentee)
    session.refresh_from_db()
    assert session.status == "SCHEDULED"
    assert heard == [outcome.submission.pk]
    assert not Observation.objects.exists() and not CriterionRollup.objects.exists()
    line = ModelLogEntry.objects.for_instance(row).get()
    assert line.action == "mentoring.submit_filling"
    assert not ModelLogEntry.objects.for_instance(session).filter(user=world.mentee).exists()
    observe(world, session)
    assert who_sees(world, row) == {"mentee", "mentor"}


def test_any_kind_of_session_may_be_assessed_by_its_mentee(world, relationship, version):
    planning = make_session(world, relationship, session_type=SessionType.LESSON_PLANNING)
    assert send(world, Purpose.SELF_ASSESSMENT, planning, version=version).is_taken


def test_same_again_changes_nothing(world, session, version):
    id = uuid.uuid4()
    for about in (session, session):
        outcome = send(world, Purpose.SELF_ASSESSMENT, about, version=version, id=id)
    assert outcome.result == Result.SAME_AGAIN
    assert Filling.objects.count() == Submission.objects.count() == 1
    assert ModelLogEntry.objects.for_instance(Filling.objects.get()).count() == 1


@pytest.mark.parametrize("purpose", OWN)
def test_correction_and_conflict_are_as_with_an_observation(world, version, purpose):
    id = uuid.uuid4()
    send(world, purpose, version=version, id=id)
    refused = send(world, purpose, version=version, id=id, answers=OTHER)
    assert refused.result == Result.CONFLICT and refused.message
    assert RefusedSubmission.objects.count() == 1
    corrected = send(world, purpose, version=version, id=id, answers=OTHER, base_revision=1)
    assert corrected.result == Result.CORRECTED
    assert SubmissionRevision.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="mentoring.correct_filling").count() == 1


def test_second_self_assessment_of_a_session_is_refused_and_kept(world, session, version):
    first = send(world, Purpose.SELF_ASSESSMENT, session, version=version)
    second = send(world, Purpose.SELF_ASSESSMENT, session, version=version, answers=OTHER)
    assert second.result == Result.ALREADY_FILLED
    assert second.submission == first.submission
    assert RefusedSubmission.objects.get().submission == first.submission
    assert send(world, Purpose.SELF_ASSESSMENT, version=version).result == Result.STORED


def test_id_stays_with_what_it_was_about(world, relationship, session, version):
    id = uuid.uuid4()
    send(world, Purpose.SELF_ASSESSMENT, session, version=version, id=id)
    other = make_session(world, relationship, offset=-2)
    for purpose, about in (
        (Purpose.SELF_ASSESSMENT, other),
        (Purpose.SELF_ASSESSMENT, None),
        (Purpose.PROFILE, None),
    ):
        outcome = send(world, purpose, about, version=version, id=id, base_revision=1)
        assert outcome.result == Result.CONFLICT
    row = Filling.objects.get()
    assert (row.purpose, row.session) == (Purpose.SELF_ASSESSMENT, session)


def test_what_the_letter_was_written_upon_stays(world, session, version):
    id = uuid.uuid4()
    send(world, Purpose.SELF_ASSESSMENT, session, version=version, id=id)
    observe(world, session)
    reflect(session)
    draft(session)
    release(session)
    late = send(
        world,
        Purpose.SELF_ASSESSMENT,
        session,
        version=version,
        id=id,
        answers=OTHER,
        base_revision=1,
    )
    assert late.result == Result.NOT_POSSIBLE and late.message
    assert Submission.objects.get(pk=id).revision == 1


def test_self_assessment_follows_a_session_that_was_moved(world, session, version):
    moved = reschedule_session(
        session=session, scheduled_date=now() + days(1), by=fresh(world.coordinator), at=now()
    )
    send(world, Purpose.SELF_ASSESSMENT, session, version=version)
    assert Filling.objects.get().session == moved


def test_cancelled_session_takes_none(world, session, version):
    cancel_session(session=session, reason="សាលាសម្រាក", by=fresh(world.mentor), at=now())
    outcome = send(world, Purpose.SELF_ASSESSMENT, session, version=version)
    assert outcome.result == Result.NOT_POSSIBLE


def test_mentee_sends_it_also_after_the_relationship(world, session, version):
    MentoringRelationship.objects.update(end_date=now().date() - days(1))
    assert send(world, Purpose.SELF_ASSESSMENT, session, version=version).is_taken


# Who may not


@pytest.mark.parametrize(
    ("who", "result"),
    [
        ("mentor", Result.FORBIDDEN),
        ("coordinator", Result.FORBIDDEN),
        ("leader", Result.UNKNOWN),
        ("master", Result.UNKNOWN),
        ("other_mentee", Result.UNKNOWN),
        ("other_mentor", Result.UNKNOWN),
        ("other_coordinator", Result.UNKNOWN),
    ],
)
def test_session_is_assessed_by_its_mentee_alone(world, session, version, who, result):
    """What one does not see is told as unknown."""
    outcome = send(
        world, Purpose.SELF_ASSESSMENT, session, version=version, by=fresh(getattr(world, who))
    )
    assert outcome.result == result
    assert not Submission.objects.exists()


def test_mentee_of_another_session_of_the_same_mentor_does_not_assess_it(world, session, version):
    other = make_user(Role.MENTEE, world.places.puok_school2)
    own = make_relationship(world, mentee=other)
    outcome = send(world, Purpose.SELF_ASSESSMENT, session, version=version, by=fresh(other))
    assert outcome.result == Result.UNKNOWN
    mine = make_session(world, own, offset=-3)
    assert send(world, Purpose.SELF_ASSESSMENT, mine, version=version, by=fresh(other)).is_taken


def test_id_of_somebody_else_tells_nothing(world, version):
    id = uuid.uuid4()
    send(world, Purpose.PROFILE, version=version, id=id)
    outcome = send(
        world, Purpose.PROFILE, version=version, id=id, answers=OTHER, by=fresh(world.mentor)
    )
    assert (outcome.result, outcome.submission) == (Result.UNKNOWN, None)
    assert not RefusedSubmission.objects.exists()


@pytest.mark.parametrize("purpose", OWN)
def test_without_a_role_today_nothing_is_sent(world, version, purpose):
    RoleAssignment.objects.filter(user=world.mentee).delete()
    assert send(world, purpose, version=version).result == Result.FORBIDDEN
    assert not Submission.objects.exists()


def test_profile_belongs_to_no_session_and_an_observation_to_one(world, session, version):
    assert send(world, Purpose.PROFILE, session, version=version).result == Result.FORBIDDEN
    outcome = send(world, Purpose.OBSERVATION, by=fresh(world.mentor))
    assert outcome.result == Result.FORBIDDEN


@pytest.mark.parametrize("purpose", [Purpose.SURVEY, Purpose.PLAN])
def test_other_purposes_are_not_sent_in_this_way(world, session, purpose):
    version = make_published_form("any", *Purpose)[1]
    for about in (session, None):
        assert not rules.can_fill(fresh(world.mentee), purpose, about)
        assert send(world, purpose, about, version=version).result == Result.FORBIDDEN
    assert not Submission.objects.exists()


# With which form


@pytest.mark.parametrize("purpose", OWN)
def test_form_that_does_not_serve_the_purpose_is_refused(world, purpose):
    others = [other for other in Purpose if other != purpose]
    version = make_published_form("others", *others)[1]
    outcome = send(world, purpose, version=version)
    assert outcome.result == Result.ANSWERS_INVALID and outcome.errors[""]
    assert not Submission.objects.exists()


def test_lesson_is_not_observed_with_a_form_that_is_for_something_else(world, session, version):
    session.form = version.form
    session.save()
    outcome = send(world, Purpose.OBSERVATION, session, version=version, by=fresh(world.mentor))
    assert outcome.result == Result.ANSWERS_INVALID and outcome.errors[""]
    session.form = world.version.form
    session.save()
    assert send(world, Purpose.OBSERVATION, session, by=fresh(world.mentor)).is_taken


def test_version_that_was_for_observations_still_comes_in(world, session):
    """A phone may have held it when the form was given another purpose."""
    world.form.purposes = ["SURVEY"]
    world.form.save()
    newer = publish_version(form=world.form, at=now())
    by = fresh(world.mentor)
    refused = send(world, Purpose.OBSERVATION, session, version=newer, by=by)
    assert refused.result == Result.ANSWERS_INVALID
    assert send(world, Purpose.OBSERVATION, session, version=world.version, by=by).is_taken
