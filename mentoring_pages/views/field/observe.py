"""The observation: the form in the classroom, and its correction."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms_builder.actions.take_posted_files import take_posted_files
from forms_builder.answers import answers_by_code, answers_from_post, with_instance
from forms_builder.choices import Purpose
from forms_builder.models import FormVersion
from forms_builder.queries import current_version, text_of
from forms_builder.rendering import error_links
from khmer import dates
from mentoring import rules
from mentoring.actions.note_readings import note_readings
from mentoring.actions.submit_filling import submit_filling
from mentoring.choices import GateReason, RecordKind, SessionStatus
from mentoring.models import MentoringSession, Observation
from mentoring.queries import feedback_gate
from mentoring.sending import About, Result, Sending
from mentoring_pages.views.field.frame import field_page, page
from mentoring_pages.views.field.sessions import partner_in, session_for
from people.requests import SignedInRequest

CLOSED = (SessionStatus.CANCELLED, SessionStatus.RESCHEDULED)


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def observe(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """The form of the session, for its mentor, or for a master mentor beside them. Works as one
    long page without scripts too.

    `?version=3` asks for an older version, which a phone does when a draft of it waits there.
    """
    session = session_for(request, session_id)
    if not session.is_observation or not rules.can_observe(request.user, session):
        raise Http404
    if (
        Observation.objects.filter(session=session, filled_by=request.user).exists()
        and request.method != "POST"
    ):
        return redirect("field:result", session.pk)
    if session.status in CLOSED:
        messages.warning(request, _("This visit does not take place on this day any more."))
        return redirect("field:session", session.pk)
    version = _version_for(request, session)
    if version is None:
        messages.warning(
            request,
            _("This visit has no observation form yet. Ask your coordinator to choose one."),
        )
        return redirect("field:session", session.pk)
    if request.method == "POST":
        return _accept(request, session, version)
    return _form(request, session, version, {}, {})


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def correct(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """The form once more with the answers sent, for the one who sent them.

    It stays in the version that it was filled in. Once the feedback is released the record is
    part of what the teacher has read, and stays as it is.
    """
    session = session_for(request, session_id)
    sent = _own_observation(request, session)
    if sent is None:
        raise Http404
    version = sent.submission.version
    if request.method == "POST":
        return _accept(request, session, version, sent)
    if not may_correct(request, session, sent):
        messages.warning(
            request,
            _("The feedback on this visit has been released, so its record stays as it is."),
        )
        return redirect("field:result", session.pk)
    note_readings(
        sessions=[session.pk], record=RecordKind.RESULT, by=request.user, at=timezone.now()
    )
    answers = answers_by_code(version.schema, sent.submission.answers)
    return _form(request, session, version, answers, {}, sent=sent)


def _own_observation(request: SignedInRequest, session: MentoringSession) -> Observation | None:
    return (
        Observation.objects.visible_to(request.user)
        .filter(session=session, filled_by=request.user)
        .select_related("submission__version__form")
        .first()
    )


def may_correct(
    request: SignedInRequest, session: MentoringSession, sent: Observation | None
) -> bool:
    """Whether the person sent this observation and nobody has been told of it in feedback."""
    if sent is None or sent.filled_by_id != request.user.pk:
        return False
    return rules.can_observe(request.user, session) and (
        feedback_gate(session).reason != GateReason.RELEASED
    )


def _version_for(request: SignedInRequest, session: MentoringSession) -> FormVersion | None:
    """The version the phone holds, if it names one of this form; else that of the mentor's record,
    which a second observer's is compared with; else the one published now."""
    if session.form_id is None:
        return None
    wanted = (request.POST or request.GET).get("version", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 9:
        return get_object_or_404(FormVersion, form=session.form_id, number=int(wanted))
    led = (
        Observation.objects.leading()
        .filter(session=session)
        .select_related("submission__version__form")
        .first()
    )
    if led is not None:
        return led.submission.version
    version = current_version(session.form_id)
    return version if version and version.serves(Purpose.OBSERVATION) else None


def _form(
    request: SignedInRequest,
    session: MentoringSession,
    version: FormVersion,
    answers: dict[str, Any],
    errors: dict[str, list[str]],
    *,
    sent: Observation | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """`sent` is the observation that this form corrects."""
    language = get_language() or "km"
    text = text_of(version, language)
    partner = partner_in(request, session)
    day = dates.format_date(session.scheduled_date, language, "short")
    return page(
        request,
        "observe",
        {
            "session": session,
            "partner": partner,
            "version": version,
            "form_title": text.title,
            "form_intro": text.texts.get("intro", ""),
            "answers": answers,
            "errors": errors,
            "error_lines": [
                *([{"href": "", "text": problem}] if problem else []),
                *error_links(version.schema, text.texts, errors),
            ],
            "language": language,
            "is_beside": not session.leads(request.user),
            "form_url": reverse("field:correct" if sent else "field:observe", args=[session.pk]),
            "sent": sent.submission if sent else None,
            "base_revision": _base_revision(request, sent) if sent else None,
            "record_title": f"{partner.respectful_name}, {day}",
            "submission_id": sent.pk if sent else request.POST.get("submission_id") or uuid.uuid4(),
            "started_at": request.POST.get("started_at") or timezone.now().isoformat(),
        },
        here="visits",
        status=status,
    )


def _accept(
    request: SignedInRequest,
    session: MentoringSession,
    version: FormVersion,
    sent: Observation | None = None,
) -> HttpResponse:
    def again(errors: dict[str, list[str]], status: int, problem: str = "") -> HttpResponse:
        return _form(
            request, session, version, answers, errors, sent=sent, problem=problem, status=status
        )

    now = timezone.now()
    submission_id = sent.pk if sent else _submission_id(request)
    posted, refused_files = take_posted_files(
        version=version,
        data=request.POST,
        files=request.FILES,
        submission_id=submission_id,
        by=request.user,
        at=now,
    )
    answers = answers_from_post(version.schema, posted)
    if "more" in request.POST:
        answers = with_instance(answers, request.POST["more"])
        return _form(request, session, version, answers, refused_files, sent=sent)
    if refused_files:
        return again(refused_files, 422)
    sending = Sending(
        id=submission_id,
        version=version,
        language=get_language() or "km",
        answers=answers,
        started_at=_started_at(request, now),
        finished_at=now,
        base_revision=_base_revision(request, sent) if sent else None,
    )
    about = About(Purpose.OBSERVATION, session)
    outcome = submit_filling(sending=sending, about=about, by=request.user, at=now)
    if outcome.result in (Result.FORBIDDEN, Result.UNKNOWN):
        raise PermissionDenied(outcome.message)
    if outcome.result == Result.ANSWERS_INVALID:
        return again(outcome.errors, 422)
    if not outcome.is_taken:
        return again({}, 409, outcome.message)
    messages.success(request, _("Your record has arrived. Thank you."))
    return redirect("field:result", session.pk)


def _base_revision(request: SignedInRequest, sent: Observation) -> int:
    """The revision that the person had before them when they began to correct."""
    typed = request.POST.get("base_revision", "")
    seen = typed.isascii() and typed.isdigit() and len(typed) < 9
    return int(typed) if seen else sent.submission.revision


def _submission_id(request: SignedInRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("submission_id", ""))
    except ValueError:
        return uuid.uuid4()


def _started_at(request: SignedInRequest, now: datetime.datetime) -> datetime.datetime | None:
    try:
        started = parse_datetime(request.POST.get("started_at", ""))
    except ValueError:
        return None
    if started is None or timezone.is_naive(started) or started > now:
        return None
    return started
