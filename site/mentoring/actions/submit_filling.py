"""A filled form arrives, from a page, a phone or the API: the record of a visit, or one's own."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder.actions.accept_submission import accept_submission
from forms_builder.actions.bind_files import hold_files
from forms_builder.answers import check_answers
from forms_builder.choices import Purpose
from forms_builder.errors import AnswersInvalid, SubmissionConflict
from forms_builder.models import RefusedSubmission, Submission
from forms_builder.schema import canonical_hash
from mentoring import audit, rules, signals
from mentoring.choices import ONCE_A_SESSION, FeedbackStatus, FillingPart, Part, SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import (
    Feedback,
    Filling,
    MentoringSession,
    Observation,
    SessionParticipant,
)
from mentoring.sending import About, Outcome, Result, Sending
from mentoring.transitions import SESSION, check_transition
from people.models import User

if TYPE_CHECKING:
    from forms_builder.models import FormVersion


def submit_filling(*, sending: Sending, about: About, by: User, at: datetime.datetime) -> Outcome:
    """Accept the answers and file them under what they are about. Sending again changes nothing.

    An observation closes its session. The record of a master mentor beside the mentor
    (`rules.can_co_observe`) is filed too, but closes nothing and enters no sum.

    A session that was moved is followed to its new day. A record finished within the dates of a
    relationship that has ended since is still accepted; so look the session up with
    `MentoringSession.objects.awaiting_record_of(user)`: it may no longer be visible.

    Raises nothing that a sender may cause: see `Result`. Answers refused for a conflict are kept.
    """
    try:
        with transaction.atomic():
            return _take(sending, about, by, at)
    except PermissionDenied as refusal:
        return Outcome(_forbidden(about, by), message=str(refusal))
    except AnswersInvalid as refusal:
        return Outcome(Result.ANSWERS_INVALID, errors=refusal.errors)
    except NotPossibleNow as refusal:
        return Outcome(Result.NOT_POSSIBLE, message=refusal.message)


def _take(sending: Sending, about: About, by: User, at: datetime.datetime) -> Outcome:
    """What is raised here takes everything back; what is returned stays."""
    stored = Submission.objects.filter(pk=sending.id).first()
    if stored is not None and stored.submitted_by_id != by.pk:
        return Outcome(Result.UNKNOWN)
    session = _locked(about, by)
    made_at = sending.finished_at or (stored.finished_at if stored else at)
    rules.check_fill(by, about.purpose, session, finished_at=made_at)
    _check_form(about.purpose, session, sending.version)
    filed = Filling.objects.filter(pk=sending.id).select_related("submission").first()
    earlier = _earlier(sending, about.purpose, session, by)
    if earlier is not None:
        _keep(earlier.submission, sending, by, at)
        return Outcome(
            Result.ALREADY_FILLED,
            earlier.submission,
            _(
                "This visit already has a record of yours. The new answers were kept apart and "
                "change nothing. Open the first record to correct it."
            ),
        )
    if filed is not None and not _is_about(filed, about.purpose, session):
        refused = _keep(filed.submission, sending, by, at)
        return _conflict(SubmissionConflict(filed.submission, refused))
    if filed is None and session is not None:
        check_transition(SESSION, session.status, "submit_filling")  # it may have been held
    try:
        accepted = accept_submission(**vars(sending), by=by, at=at)
    except SubmissionConflict as conflict:
        return _conflict(conflict)
    if filed is None:
        _file(about.purpose, session, accepted.submission, by, at)
        return Outcome(
            Result.STORED if accepted.created else Result.SAME_AGAIN, accepted.submission
        )
    if accepted.submission.revision != filed.submission.revision:
        _correct(filed, accepted.submission, by, at)
        return Outcome(Result.CORRECTED, accepted.submission)
    return Outcome(Result.SAME_AGAIN, accepted.submission)


def _forbidden(about: About, by: User) -> Result:
    if about.session is None:
        return Result.FORBIDDEN
    seen = MentoringSession.objects.visible_to(by).filter(pk=about.session.pk)
    return Result.FORBIDDEN if seen.exists() else Result.UNKNOWN


def _conflict(conflict: SubmissionConflict) -> Outcome:
    return Outcome(Result.CONFLICT, conflict.submission, str(conflict))


def _locked(about: About, by: User) -> MentoringSession | None:
    """The session, or the one it was moved to, or else the person: one record after the other."""
    session = about.session
    if session is None:
        User.objects.select_for_update().get(pk=by.pk)
        return None
    while True:
        session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
        if session.status != SessionStatus.RESCHEDULED:
            return session
        session = session.rescheduled_to


def _check_form(purpose: Purpose, session: MentoringSession | None, version: FormVersion) -> None:
    """A lesson is observed with the form that was planned; every form only serves its purposes."""
    planned = session.form_id if session else None
    if purpose == Purpose.OBSERVATION and (planned is None or planned != version.form_id):
        raise AnswersInvalid({"": [_("This session is observed with another form.")]})
    if not version.serves(purpose):
        raise AnswersInvalid({"": [_("This form is not meant for this. Choose another one.")]})


def _earlier(
    sending: Sending, purpose: Purpose, session: MentoringSession | None, by: User
) -> Filling | None:
    """Another record by the same person of a session that takes one of this purpose."""
    if session is None or purpose not in ONCE_A_SESSION:
        return None
    own = session.fillings.filter(filled_by=by, purpose=purpose).exclude(pk=sending.id)
    return own.select_related("submission").first()


def _is_about(filed: Filling, purpose: Purpose, session: MentoringSession | None) -> bool:
    return filed.purpose == purpose and filed.session_id == (session.pk if session else None)


def _file(
    purpose: Purpose,
    session: MentoringSession | None,
    submission: Submission,
    by: User,
    at: datetime.datetime,
) -> None:
    if session is not None and purpose == Purpose.OBSERVATION:
        _file_observation(session, submission, by, at)
        return
    filling = Filling.objects.create(
        submission=submission,
        purpose=purpose,
        session=session,
        person=by if session is None else None,
        part=FillingPart.SELF,
        filled_by=by,
        filled_at=submission.finished_at,
    )
    audit.record(filling, "submit_filling", by=by, at=at, submission=str(submission.pk))
    signals.filling_submitted.send(Filling, filling=filling, by=by, at=at)


def _file_observation(
    session: MentoringSession, submission: Submission, by: User, at: datetime.datetime
) -> None:
    observation = Observation.objects.create(
        submission=submission,
        purpose=Purpose.OBSERVATION,
        session=session,
        part=session.part_of(by) or Part.CO_OBSERVER,
        filled_by=by,
        filled_at=submission.finished_at,
    )
    if observation.is_beside:
        SessionParticipant.objects.update_or_create(
            session=session, person=by, defaults={"part": Part.CO_OBSERVER, "attended": True}
        )
        audit.record(session, "co_observe", by=by, at=at, submission=str(submission.pk))
        signals.co_observation_submitted.send(
            Observation, observation=observation, session=session, by=by, at=at
        )
        return
    session.participants.exclude(part=Part.CO_OBSERVER).update(attended=True)
    was_completed = session.status == SessionStatus.COMPLETED
    session.status = check_transition(SESSION, session.status, "submit_filling")
    if not was_completed:
        session.actual_date = submission.started_at or submission.finished_at
    session.save(update_fields=["status", "actual_date", "updated_at"])
    audit.record(session, "submit_observation", by=by, at=at, submission=str(submission.pk))
    signals.observation_submitted.send(
        Observation, observation=observation, session=session, by=by, at=at
    )


def _correct(filed: Filling, submission: Submission, by: User, at: datetime.datetime) -> None:
    """What the feedback was written upon stays, once the mentee has read it."""
    letters = Feedback.objects.exclude(status=FeedbackStatus.DRAFT)
    if filed.session_id is not None and letters.filter(session=filed.session_id).exists():
        raise NotPossibleNow(
            _("The feedback on this visit has been released, so its record stays as it is.")
        )
    previous_scores = filed.submission.scores
    if filed.purpose != Purpose.OBSERVATION:
        filed.submission = submission
        audit.record(filed, "correct_filling", by=by, at=at, revision=submission.revision)
        signals.filling_corrected.send(Filling, filling=filed, by=by, at=at)
        return
    observation = Observation.objects.select_related("session").get(pk=filed.pk)
    observation.submission = submission
    beside = observation.is_beside
    audit.record(
        observation.session,
        "correct_co_observation" if beside else "correct_observation",
        by=by,
        at=at,
        revision=submission.revision,
    )
    told = signals.co_observation_corrected if beside else signals.observation_corrected
    told.send(
        Observation,
        observation=observation,
        session=observation.session,
        previous_scores=previous_scores,
        by=by,
        at=at,
    )


def _keep(
    submission: Submission, sending: Sending, by: User, at: datetime.datetime
) -> RefusedSubmission:
    """Put refused answers beside the record that stands, once however often they are sent."""
    version, language = sending.version, sending.language
    checked = check_answers(version.schema, sending.answers, texts={}, now=at)
    if checked.errors:
        raise AnswersInvalid(checked.errors)
    refused, _is_new = RefusedSubmission.objects.get_or_create(
        submission=submission,
        content_hash=canonical_hash([version.structure_hash, language, checked.values]),
        defaults={
            "version": version,
            "language": language,
            "answers": checked.values,
            "sent_by": by,
            "received_at": at,
        },
    )
    hold_files(refused=refused)
    return refused
