"""Files that are answers: stored once, bound to the record that names them, forgotten otherwise."""

import datetime
import json
import uuid
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.actions.forget_files import KEPT_FOR, forget_files
from forms_builder.actions.receive_file import receive_file
from forms_builder.actions.take_posted_files import take_posted_files
from forms_builder.answers import answers_from_post
from forms_builder.errors import AnswersInvalid, FileConflict, FileRefused, SubmissionConflict
from forms_builder.models import Attachment, SubmissionRevision
from forms_builder.tasks import forget_old_files
from tests.factories import make_user
from tests.forms_builder.file_samples import NOT_TAKEN, TAKEN, WEBM, bomb, photo
from tests.forms_builder.samples import block, make_version

pytestmark = pytest.mark.django_db
PDF = TAKEN["application/pdf"]


@pytest.fixture
def version():
    return make_version(
        [
            block("photo", "board", label="ក្តារខៀន", maximum=2, required=False),
            block("audio", "reading", label="ការអាន", minutes=5, required=False),
            block("repeat", "groups", label="ក្រុម", minimum=0, maximum=3),
            block("file", "plan", label="កិច្ចតែង", required=False),
            block("repeat_end", "groups_end"),
        ]
    )


@pytest.fixture
def mentor():
    return make_user()


@pytest.fixture
def receive(mentor):
    def receive(content, *, submission, by=None, id=None, at=None):
        return receive_file(
            id=id or uuid.uuid4(),
            submission_id=submission,
            content=content,
            by=by or mentor,
            at=at or timezone.now(),
        )

    return receive


@pytest.fixture
def send(version, mentor):
    def send(id, answers, **changed):
        arguments = {"version": version, "language": "km", "by": mentor, "at": timezone.now()}
        return accept_submission(id=id, answers=answers, **(arguments | changed))

    return send


def name(received, words="រូប.jpg"):
    return {"file": str(received.attachment.pk), "name": words}


def messages(work) -> dict:
    with pytest.raises(AnswersInvalid) as error:
        work()
    return error.value.errors


def bytes_of(attachment) -> bytes:
    with attachment.file.open() as stored:
        return stored.read()


def test_every_type_is_taken_and_stored_as_what_it_is(receive):
    for content_type, content in TAKEN.items():
        received = receive(content, submission=uuid.uuid4())
        stored = received.attachment
        assert received.created
        is_photo = content_type.startswith("image/")
        assert stored.content_type == ("image/jpeg" if is_photo else content_type)
        assert is_photo or bytes_of(stored) == content
        assert stored.size == len(bytes_of(stored))
        assert stored.file.name.startswith("answers/")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileRefused.EMPTY),
        (bomb(), FileRefused.TOO_LARGE),
        (photo(size=(400, 400))[:700], FileRefused.BROKEN),
        (WEBM + b"\0" * 20_000_000, FileRefused.TOO_LARGE),
        *[(content, FileRefused.WRONG_TYPE) for content in NOT_TAKEN.values()],
    ],
    ids=["empty", "bomb", "broken", "large", *NOT_TAKEN],
)
def test_what_is_not_taken_is_refused_with_words(receive, content, reason):
    with pytest.raises(FileRefused) as refused:
        receive(content, submission=uuid.uuid4())
    assert refused.value.reason == reason
    assert str(refused.value)
    assert Attachment.objects.count() == 0


def test_same_file_again_is_stored_once(receive):
    id, submission = uuid.uuid4(), uuid.uuid4()
    first = receive(photo(), submission=submission, id=id)
    second = receive(photo(), submission=submission, id=id)
    assert (first.created, second.created) == (True, False)
    assert Attachment.objects.count() == 1


def test_other_bytes_or_another_record_under_the_same_id_are_a_conflict(receive):
    id, submission = uuid.uuid4(), uuid.uuid4()
    receive(photo(), submission=submission, id=id)
    with pytest.raises(FileConflict):
        receive(PDF, submission=submission, id=id)
    with pytest.raises(FileConflict):
        receive(photo(), submission=uuid.uuid4(), id=id)


def test_id_and_record_of_somebody_else_are_denied(receive, send):
    id, submission = uuid.uuid4(), uuid.uuid4()
    receive(photo(), submission=submission, id=id)
    with pytest.raises(PermissionDenied):
        receive(photo(), submission=submission, id=id, by=make_user())
    send(submission, {})
    with pytest.raises(PermissionDenied):
        receive(photo(), submission=submission, by=make_user())


def test_nobody_fills_the_disk_with_files_that_no_record_names(receive, settings):
    settings.ANSWER_FILES_WAITING = 2
    submission = uuid.uuid4()
    for _number in range(2):
        receive(PDF, submission=submission)
    with pytest.raises(FileRefused) as refused:
        receive(PDF, submission=submission)
    assert refused.value.reason == FileRefused.TOO_MANY


def test_files_belong_to_the_record_that_names_them(receive, send):
    id = uuid.uuid4()
    board, reading = receive(photo(), submission=id), receive(WEBM, submission=id)
    plan = receive(PDF, submission=id)
    send(
        id,
        {
            "board": [name(board)],
            "reading": name(reading, ""),
            "groups": [{}, {"plan": name(plan, "កិច្ចតែង.exe")}],
        },
    )
    stored = {one.path: one for one in Attachment.objects.all()}
    assert set(stored) == {"board", "reading", "groups.1.plan"}
    assert {one.submission_id for one in stored.values()} == {id}
    assert stored["groups.1.plan"].filename == "កិច្ចតែង.exe.pdf"
    assert stored["reading"].filename == "audio.webm"


def test_record_before_its_file_is_told_to_send_the_file_first(receive, send):
    id, missing = uuid.uuid4(), str(uuid.uuid4())
    told = messages(lambda: send(id, {"groups": [{"plan": {"file": missing, "name": ""}}]}))
    assert list(told) == ["groups.0.plan"]


def test_file_of_somebody_else_or_of_another_record_is_as_good_as_missing(receive, send):
    id, other = uuid.uuid4(), make_user()
    theirs = receive(photo(), submission=id, by=other)
    of_another = receive(photo(), submission=uuid.uuid4())
    missing = {"file": str(uuid.uuid4()), "name": ""}
    told = [
        messages(partial(send, id, {"board": [one]}))
        for one in (name(theirs), name(of_another), missing)
    ]
    assert told[0] == told[1] == told[2]
    assert not Attachment.objects.filter(submission__isnull=False).exists()


def test_question_refuses_another_type_of_file_and_a_file_named_twice(receive, send):
    id = uuid.uuid4()
    plan, board = receive(PDF, submission=id), receive(photo(), submission=id)
    assert messages(lambda: send(id, {"board": [name(plan)]}))
    assert messages(lambda: send(id, {"reading": name(board)}))
    assert messages(lambda: send(id, {"board": [name(board), name(board)]}))
    told = messages(lambda: send(id, {"board": [name(board)], "groups": [{"plan": name(board)}]}))
    assert list(told) == ["groups.0.plan"]


def test_correction_keeps_the_files_of_the_earlier_answers(receive, send):
    id = uuid.uuid4()
    first, second = receive(photo(), submission=id), receive(photo(size=(9, 9)), submission=id)
    send(id, {"board": [name(first)]})
    send(id, {"board": [name(second)]}, base_revision=1)
    assert SubmissionRevision.objects.count() == 1
    assert set(Attachment.objects.values_list("submission", flat=True)) == {id}
    assert forget_files(at=timezone.now() + datetime.timedelta(days=99)) == 0


def test_files_of_refused_answers_are_kept_with_them(receive, send):
    id = uuid.uuid4()
    send(id, {})
    late = receive(photo(), submission=id)
    with pytest.raises(SubmissionConflict) as conflict:
        send(id, {"board": [name(late)]})
    late.attachment.refresh_from_db()
    assert late.attachment.refused == conflict.value.refused
    assert late.attachment.submission is None
    assert forget_files(at=timezone.now() + datetime.timedelta(days=99)) == 0


def test_files_that_no_record_named_for_a_month_go(receive, django_capture_on_commit_callbacks):
    long_ago = timezone.now() - KEPT_FOR - datetime.timedelta(minutes=1)
    old = receive(PDF, submission=uuid.uuid4(), at=long_ago).attachment
    young = receive(PDF, submission=uuid.uuid4()).attachment
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_files.call_local() == 1
    assert list(Attachment.objects.all()) == [young]
    assert not old.file.storage.exists(old.file.name)
    assert young.file.storage.exists(young.file.name)


def test_files_go_with_their_submission(receive, send, django_capture_on_commit_callbacks):
    id = uuid.uuid4()
    board = receive(photo(), submission=id)
    submission = send(id, {"board": [name(board)]}).submission
    with django_capture_on_commit_callbacks(execute=True):
        submission.delete()
    assert Attachment.objects.count() == 0
    assert not board.attachment.file.storage.exists(board.attachment.file.name)


def test_waiting_file_is_seen_by_its_sender_alone(receive, mentor):
    receive(photo(), submission=uuid.uuid4())
    assert Attachment.objects.visible_to(mentor).count() == 1
    assert Attachment.objects.visible_to(make_user()).count() == 0


@pytest.mark.parametrize("wrong", [{"size": 0}, {"content_type": "text/html"}])
def test_database_refuses_what_no_file_can_be(receive, wrong):
    stored = receive(PDF, submission=uuid.uuid4()).attachment
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=stored.pk).update(**wrong)


def test_database_refuses_a_file_of_another_submission(receive, send):
    submission = send(uuid.uuid4(), {}).submission
    stored = receive(PDF, submission=uuid.uuid4()).attachment
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=stored.pk).update(submission=submission)


def posted(version, mentor, query, files, id):
    return take_posted_files(
        version=version,
        data=QueryDict(query),
        files=MultiValueDict(files),
        submission_id=id,
        by=mentor,
        at=timezone.now(),
    )


def test_files_of_an_ordinary_form_are_named_in_its_answers(version, mentor, send):
    id = uuid.uuid4()
    two = [SimpleUploadedFile("ក.jpg", photo()), SimpleUploadedFile("ខ.png", photo("PNG"))]
    plan = [SimpleUploadedFile("ផែនការ.pdf", PDF)]
    data, errors = posted(
        version, mentor, "", {"board__file": two, "groups.0.plan__file": plan}, id
    )
    assert errors == {}
    answers = answers_from_post(version.schema, data)
    assert [one["name"] for one in answers["board"]] == ["ក.jpg", "ខ.png"]
    assert answers["groups"][0]["plan"]["name"] == "ផែនការ.pdf"
    send(id, answers)
    assert Attachment.objects.filter(submission=id).count() == 3


def test_file_refused_in_a_form_leaves_the_others(version, mentor):
    kept = json.dumps([{"file": str(uuid.uuid4()), "name": "មុន.jpg"}])
    query = QueryDict(mutable=True)
    query["board"] = kept
    bad = [SimpleUploadedFile("ក.jpg", b"<html>"), SimpleUploadedFile("ខ.jpg", photo())]
    data, errors = posted(version, mentor, query.urlencode(), {"board__file": bad}, uuid.uuid4())
    assert list(errors) == ["board"]
    named = answers_from_post(version.schema, data)["board"]
    assert [one["name"] for one in named] == ["មុន.jpg", "ខ.jpg"]


def test_file_for_no_question_of_the_form_is_not_stored(version, mentor):
    stray = {"other__file": [SimpleUploadedFile("ក.pdf", PDF)], "x": [], "groups__file": []}
    assert posted(version, mentor, "", stray, uuid.uuid4())[1] == {}
    assert Attachment.objects.count() == 0
