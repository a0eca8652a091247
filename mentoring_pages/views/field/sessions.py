"""One session: where it stands, what was noted before, and what comes next."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring import rules
from mentoring.actions.complete_session import complete_session
from mentoring.actions.mark_missed import mark_missed
from mentoring.actions.reschedule_session import reschedule_session
from mentoring.actions.start_session import start_session
from mentoring.choices import Part, RelationshipStatus, SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.forms import RescheduleForm
from mentoring.models import Feedback, MentoringSession, Observation, Reflection
from mentoring.queries.work import with_state
from mentoring.transitions import SESSION, is_possible
from mentoring_pages.views.field.feedback_forms import error_lines
from mentoring_pages.views.field.frame import field_page, go_stored, page
from mentoring_pages.views.field.meeting import show_meeting
from mentoring_pages.views.field.next_steps import next_step_of
from mentoring_pages.views.field.stages import count_open_items, stages_of
from people.requests import SignedInRequest


def session_for(request: SignedInRequest, session_id: uuid.UUID) -> MentoringSession:
    """The session with people, place, form and state, if the person may see it; else 404."""
    sessions = with_state(MentoringSession.objects.visible_to(request.user), request.user)
    return get_object_or_404(sessions, pk=session_id)


def partner_in(request: SignedInRequest, session: MentoringSession):
    """The other one of the two partners; the teacher for anybody else. None in a group."""
    return session.mentor if session.part_of(request.user) == Part.MENTEE else session.mentee


@require_safe
@field_page
def session(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    found = session_for(request, session_id)
    if found.group is not None:
        return show_meeting(request, found, can_move=can_move(request, found))
    user = request.user
    part = found.part_of(user)
    is_partner = part in (Part.MENTOR, Part.MENTEE)
    holds = rules.can_hold_session(user, found)
    return page(
        request,
        "session",
        {
            "session": found,
            "partner": partner_in(request, found),
            "is_mentor": part == Part.MENTOR,
            "is_partner": is_partner,
            "next": next_step_of(found, user) if is_partner else None,
            "stages": stages_of(found, count_open_items(found, user))
            if found.is_observation
            else None,
            "can_start": holds
            and not found.is_observation
            and is_possible(SESSION, found.status, "start_session"),
            "can_complete": holds
            and not found.is_observation
            and is_possible(SESSION, found.status, "complete_session"),
            "can_move": can_move(request, found),
            "can_mark_missed": rules.can_change_session(user, found)
            and is_possible(SESSION, found.status, "mark_missed")
            and found.scheduled_date < timezone.now(),
            "may_co_observe": rules.can_co_observe(user, found)
            and is_possible(SESSION, found.status, "submit_filling")
            and not Observation.objects.filter(session=found, filled_by=user).exists(),
            "has_result": Observation.objects.visible_to(user).filter(session=found).exists(),
            "feedback": Feedback.objects.visible_to(user).filter(session=found).first(),
            "reflection": Reflection.objects.visible_to(user).filter(session=found).first(),
            "moved_to": getattr(found, "rescheduled_to", None)
            if found.status == SessionStatus.RESCHEDULED
            else None,
        },
        here="visits",
    )


_STEPS = {"start": start_session, "complete": complete_session, "missed": mark_missed}


@require_POST
@field_page
def change(request: SignedInRequest, session_id: uuid.UUID, step: str) -> HttpResponse:
    """Begin, finish or mark a session as not held."""
    found = session_for(request, session_id)
    if step not in _STEPS:
        raise Http404
    try:
        _STEPS[step](session=found, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
    except NotPossibleNow as error:
        messages.warning(request, error.message)
    return redirect("field:session", session_id)


def can_move(request: SignedInRequest, session: MentoringSession) -> bool:
    """Whether the person may give this session another day or time now."""
    return (
        rules.can_change_session(request.user, session)
        and (
            session.relationship is None or session.relationship.status == RelationshipStatus.ACTIVE
        )
        and is_possible(SESSION, session.status, "reschedule_session")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def move(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """Give the session another day or time. All others who take part are told."""
    found = session_for(request, session_id)
    if not rules.can_change_session(request.user, found):
        raise Http404
    if request.method != "POST" and not can_move(request, found):
        refused = _("This visit can no longer be moved.")
        if found.group is not None:
            refused = _("This meeting can no longer be moved.")
        messages.warning(request, refused)
        return redirect("field:session", found.pk)
    planned = timezone.localtime(found.scheduled_date)
    form = RescheduleForm(
        request.POST or None,
        initial={"scheduled_date": planned.date(), "time": planned.time()},
    )
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                moved = reschedule_session(
                    session=found,
                    scheduled_date=form.moment,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    at=timezone.now(),
                )
            except ValidationError as error:
                form.add_error(None, error)
            except NotPossibleNow as error:
                problem, status = error.message, 409
            else:
                messages.success(request, _told_of_move(found))
                return go_stored(f"move-{found.pk}", "field:session", moved.pk)
    lines = [{"href": "", "text": problem}] if problem else []
    return page(
        request,
        "move",
        {
            "session": found,
            "partner": partner_in(request, found),
            "form": form,
            "error_lines": [*lines, *(error_lines(form) if form.is_bound else [])],
        },
        here="visits",
        status=status,
    )


def _told_of_move(session: MentoringSession) -> str:
    if session.group is not None:
        return _("The meeting has its new day. Everybody who takes part is told.")
    return _("The visit has its new day. Both of you are told.")
