"""Answers arrive once, whatever the network did; nothing that came is lost."""

import datetime
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.actions.publish_version import publish_version
from forms_builder.errors import AnswersInvalid, SubmissionConflict
from forms_builder.models import (
    ObservationForm,
    RefusedSubmission,
    Submission,
    SubmissionRevision,
)
from forms_builder.signals import submission_accepted
from tests.factories import make_user
from tests.forms_builder.samples import ANSWERS, block, every_kind, make_version

pytestmark = pytest.mark.django_db
OTHER = ANSWERS | {"students": 40}


@pytest.fixture
def version():
    return make_version()


@pytest.fixture
def mentor():
    return make_user()


@pytest.fixture
def send(version, mentor):
    def send(answers=ANSWERS, **changed):
        arguments = {
            "id": uuid.UUID("0d3f5b0e-6f53-4a3c-9f0e-0a6a53b3a001"),
            "version": version,
            "language": "km",
            "by": mentor,
            "at": timezone.now(),
        }
        return accept_submission(answers=answers, **(arguments | changed))

    return send


@pytest.fixture
def heard():
    events = []

    def note(submission, created, previous, **kwargs):
        events.append((submission.revision, created, previous and previous.revision))

    submission_accepted.connect(note)
    yield events
    submission_accepted.disconnect(note)


def test_submission_is_stored_with_its_scores(send, mentor, heard):
    accepted = send(ANSWERS | {"students": "៣២"})
    stored = Submission.objects.get()
    assert accepted.created and accepted.submission == stored
    assert stored.scores["form"]["points"] == "7"
    assert stored.submitted_by == mentor
    assert 32 in stored.answers.values()
    assert heard == [(1, True, None)]


def test_sent_twice_it_is_stored_once(send, heard):
    send()
    again = send(at=timezone.now() + datetime.timedelta(days=1))
    assert again.created is False
    assert (Submission.objects.count(), RefusedSubmission.objects.count()) == (1, 0)
    assert heard == [(1, True, None)]


def test_the_same_in_khmer_digits_is_the_same(send):
    send()
    assert send(ANSWERS | {"students": "៣២"}).created is False


def test_other_content_under_the_same_id_is_refused_and_both_are_kept(send, heard):
    first = send().submission
    with pytest.raises(SubmissionConflict) as conflict:
        send(OTHER)
    assert conflict.value.submission == first
    assert Submission.objects.get().answers == first.answers
    refused = RefusedSubmission.objects.get()
    assert refused.submission == first
    assert 40 in refused.answers.values()
    assert (refused.language, refused.version) == ("km", first.version)
    assert heard == [(1, True, None)]


def test_refused_content_sent_again_is_kept_once(send):
    send()
    for _ in range(3):
        with pytest.raises(SubmissionConflict):
            send(OTHER)
    assert RefusedSubmission.objects.count() == 1


def test_another_persons_answers_under_a_used_id_are_no_replay(send):
    send()
    with pytest.raises(SubmissionConflict):
        send(OTHER, by=make_user())
    assert RefusedSubmission.objects.get().sent_by != Submission.objects.get().submitted_by


def test_correction_of_the_stored_revision_replaces_it_and_keeps_the_earlier_answers(send, heard):
    before = send().submission
    corrected = send(OTHER, base_revision=1)
    assert corrected.created is False
    stored = Submission.objects.get()
    assert stored.revision == 2
    assert 40 in stored.answers.values()
    kept = SubmissionRevision.objects.get()
    assert (kept.revision, kept.answers, kept.content_hash) == (
        1,
        before.answers,
        before.content_hash,
    )
    assert heard == [(1, True, None), (2, False, 1)]


def test_correction_sent_twice_counts_once(send):
    send()
    send(OTHER, base_revision=1)
    assert send(OTHER, base_revision=1).submission.revision == 2
    assert SubmissionRevision.objects.count() == 1


@pytest.mark.parametrize("base_revision", [None, 0, 1, 3])
def test_correction_of_another_revision_never_overwrites(send, base_revision):
    send()
    send(OTHER, base_revision=1)
    with pytest.raises(SubmissionConflict):
        send(ANSWERS | {"students": 50}, base_revision=base_revision)
    assert 40 in Submission.objects.get().answers.values()
    assert 50 in RefusedSubmission.objects.get().answers.values()


def test_answers_to_an_older_version_are_accepted(send, version):
    form = ObservationForm.objects.get()
    form.body = [*every_kind(), block("text", "more", label="មតិ")]
    newer = publish_version(form=form, at=timezone.now())
    assert newer.number == 2
    accepted = send()
    assert accepted.created
    assert accepted.submission.version == version
    with pytest.raises(AnswersInvalid):
        send(version=newer, id=uuid.uuid4())


def test_correction_never_moves_answers_to_another_version(send):
    send()
    form = ObservationForm.objects.get()
    form.body = every_kind()[:-1]
    newer = publish_version(form=form, at=timezone.now())
    with pytest.raises(SubmissionConflict):
        send(OTHER, version=newer, base_revision=1)


def test_answers_are_accepted_after_the_form_was_taken_back(send, version):
    version.is_current = False
    version.save()
    assert send().created


def test_wrong_answers_are_refused_with_messages_and_nothing_is_stored(send):
    with pytest.raises(AnswersInvalid) as invalid:
        send(ANSWERS | {"students": "ច្រើន", "shoes": 1})
    assert set(invalid.value.errors) == {"students", "shoes"}
    assert not Submission.objects.exists()


def test_start_after_the_end_is_left_out_not_the_record(send):
    now = timezone.now()
    accepted = send(started_at=now + datetime.timedelta(hours=1), finished_at=now)
    assert accepted.submission.started_at is None
    assert accepted.submission.finished_at == now


def test_refused_answers_outlive_a_transaction_that_catches_the_conflict(send):
    send()
    caught = None
    with transaction.atomic():
        try:
            send(OTHER)
        except SubmissionConflict as conflict:
            caught = conflict
    assert caught
    assert RefusedSubmission.objects.count() == 1


def test_refused_answers_go_with_a_transaction_that_does_not_catch_it(send):
    """Negative control: why the documentation of `accept_submission` says what it says."""
    send()
    with pytest.raises(SubmissionConflict), transaction.atomic():
        send(OTHER)
    assert RefusedSubmission.objects.count() == 0


def test_answers_go_with_the_callers_transaction(send):
    class Failure(Exception):
        pass

    with pytest.raises(Failure), transaction.atomic():
        send()
        raise Failure
    assert not Submission.objects.exists()


def test_signal_is_sent_inside_the_transaction(send):
    """A receiver that fails takes the answers with it, so that sums never miss a record."""

    def fail(**kwargs):
        raise RuntimeError

    submission_accepted.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            send()
    finally:
        submission_accepted.disconnect(fail)
    assert not Submission.objects.exists()


def test_accepting_asks_few_queries(send, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        send()
    with django_assert_max_num_queries(8):
        send()
