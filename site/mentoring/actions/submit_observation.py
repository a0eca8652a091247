"""The record of a visit arrives, from a page, a phone or the API."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder.actions.accept_submission import Accepted, accept_submission
from forms_builder.actions.bind_files import hold_files
from forms_builder.answers import check_answers
from forms_builder.choices import Purpose
from forms_builder.errors import AnswersInvalid, SubmissionConflict
from forms_builder.models import FormVersion, RefusedSubmission, Submission
from forms_builder.schema import canonical_hash
from mentoring import audit, rules, signals
from mentoring.choices import FeedbackStatus, Part, SessionStatus
from mentoring.errors import AlreadyObserved, NotPossibleNow
from mentoring.models import Feedback, MentoringSession, Observation, SessionParticipant
from mentoring.transitions import SESSION, check_transition

if TYPE_CHECKING:
    from people.models import User


def submit_observation(
    *,
    session: MentoringSession,
    id: uuid.UUID,
    version: FormVersion,
    language: str,
    answers: dict[str, Any],
    by: User,
    at: datetime.datetime,
    started_at: datetime.datetime | None = None,
    finished_at: datetime.datetime | None = None,
    base_revision: int | None = None,
) -> Accepted:
    """Accept the answers, file them under the session and close it. Sending again changes nothing.

    The record of a master mentor beside the mentor (`rules.can_co_observe`) is filed too, but
    closes nothing and enters no sum.

    A session that was moved is followed to its new day. A record finished within the dates of a
    relationship that has ended since is still accepted; so look the session up with
    `MentoringSession.objects.awaiting_record_of(user)`: it may no longer be visible.

    Raises PermissionDenied (also for an id that somebody else has used: tell it as not found);
    AnswersInvalid; SubmissionConflict (same id, other content); AlreadyObserved (another id for
    the same session and observer); NotPossibleNow (cancelled, or a correction after the feedback
    was released). Answers refused for a conflict are kept, so that part commits before it raises.
    """
    stored = Submission.objects.filter(pk=id).first()
    if stored is not None and stored.submitted_by_id != by.pk:
        raise PermissionDenied
    refusal: Exception | None = None
    with transaction.atomic():
        session = _locked_on_its_last_day(session)
        made_at = finished_at or (stored.finished_at if stored else at)
        rules.check_observe(by, session, finished_at=made_at)
        _check_form(session, version)
        filed = Observation.objects.filter(pk=id).select_related("submission").first()
        earlier = Observation.objects.filter(session=session, filled_by=by).exclude(pk=id).first()
        if earlier is not None:
            _keep(earlier.submission, version, language, answers, by, at)
            refusal = AlreadyObserved(earlier)
        elif filed is not None and filed.session_id != session.pk:
            refused = _keep(filed.submission, version, language, answers, by, at)
            refusal = SubmissionConflict(filed.submission, refused)
        else:
            if filed is None:
                check_transition(SESSION, session.status, "submit_observation")
            try:
                accepted = accept_submission(
                    id=id,
                    version=version,
                    language=language,
                    answers=answers,
                    by=by,
                    at=at,
                    started_at=started_at,
                    finished_at=finished_at,
                    base_revision=base_revision,
                )
            except SubmissionConflict as conflict:
                refusal = conflict
            else:
                if filed is None:
                    _file(session, accepted.submission, by, at)
                elif accepted.submission.revision != filed.submission.revision:
                    _correct(filed, accepted.submission, by, at)
    if refusal is not None:
        raise refusal
    return accepted


def _locked_on_its_last_day(session: MentoringSession) -> MentoringSession:
    """The session, or the one it was moved to, locked: one record after the other."""
    while True:
        session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
        if session.status != SessionStatus.RESCHEDULED:
            return session
        session = session.rescheduled_to


def _check_form(session: MentoringSession, version: FormVersion) -> None:
    if session.form is None or session.form.form_key != version.form_key:
        raise AnswersInvalid({"": [_("This session is observed with another form.")]})


def _file(
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
    if not observation.is_beside:
        session.participants.exclude(part=Part.CO_OBSERVER).update(attended=True)
    else:
        SessionParticipant.objects.update_or_create(
            session=session, person=by, defaults={"part": Part.CO_OBSERVER, "attended": True}
        )
        audit.record(session, "co_observe", by=by, at=at, submission=str(submission.pk))
        signals.co_observation_submitted.send(
            Observation, observation=observation, session=session, by=by, at=at
        )
        return
    was_completed = session.status == SessionStatus.COMPLETED
    session.status = check_transition(SESSION, session.status, "submit_observation")
    if not was_completed:
        session.actual_date = submission.started_at or submission.finished_at
    session.save(update_fields=["status", "actual_date", "updated_at"])
    audit.record(session, "submit_observation", by=by, at=at, submission=str(submission.pk))
    signals.observation_submitted.send(
        Observation, observation=observation, session=session, by=by, at=at
    )


def _correct(
    observation: Observation, submission: Submission, by: User, at: datetime.datetime
) -> None:
    released = Feedback.objects.filter(session=observation.session_id).exclude(
        status=FeedbackStatus.DRAFT
    )
    if released.exists():
        raise NotPossibleNow(
            _("The feedback on this visit has been released, so its record stays as it is.")
        )
    previous_scores = observation.submission.scores
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
    submission: Submission,
    version: FormVersion,
    language: str,
    answers: dict[str, Any],
    by: User,
    at: datetime.datetime,
) -> RefusedSubmission:
    """Put refused answers beside the record that stands, once however often they are sent."""
    checked = check_answers(version.schema, answers, texts={}, now=at)
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
