"""What who leads a group notes of its meeting: who was there, and what was agreed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentoring import rules
from mentoring.actions.agree_steps import agree_steps
from mentoring.actions.record_attendance import record_attendance
from mentoring.agreed_steps import own_steps
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringSession
from mentoring.queries import steps_to_carry
from mentoring.queries.work import HELD
from mentoring_pages.views.field.feedback_forms import StepForm, error_lines, step_forms
from mentoring_pages.views.field.frame import field_page, go_stored, page
from mentoring_pages.views.field.meeting import show_meeting
from mentoring_pages.views.field.sessions import can_move, session_for
from mentoring_pages.views.field.step_rows import agreed_in, rows_asked, with_another_row
from people.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def attendance(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """Note who was there. Whoever signs in again on the way comes back to the meeting."""
    session = session_for(request, session_id)
    if session.group is None or not rules.can_hold_session(request.user, session):
        raise Http404
    if request.method != "POST":
        return redirect("field:session", session.pk)
    ticked = _numbers(request)
    try:
        record_attendance(session=session, present=ticked, by=request.user, at=timezone.now())
    except (NotPossibleNow, ValidationError) as error:
        refused = isinstance(error, NotPossibleNow)
        return show_meeting(
            request,
            session_for(request, session_id),
            can_move=can_move(request, session),
            ticked=ticked,
            problem=error.message if isinstance(error, NotPossibleNow) else error.messages[0],
            status=409 if refused else 422,
        )
    messages.success(request, _("It is noted who was there."))
    return go_stored(f"attendance-{session.pk}", "field:session", session.pk)


def _numbers(request: SignedInRequest) -> set[int]:
    """The ids of the ticked people; -1 stands for what is no id."""
    return {
        int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
        for text in request.POST.getlist("present")
    }


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def agreed(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """Write down what the group agreed: who does what by when."""
    session = session_for(request, session_id)
    if not rules.can_agree_steps(request.user, session):
        raise Http404
    if request.method == "POST":
        return _agree(request, session)
    if session.status not in HELD:
        messages.warning(request, _("Next steps are written down once the meeting has begun."))
        return redirect("field:session", session.pk)
    stored = list(own_steps(session).select_related("who").order_by("pk"))
    return _form(request, session, step_forms(session, stored=stored, rows=rows_asked(request.GET)))


def _agree(request: SignedInRequest, session: MentoringSession) -> HttpResponse:
    if "more" in request.POST:
        return _form(request, session, with_another_row(session, request.POST), unsaved=True)
    steps = step_forms(session, data=request.POST, rows=rows_asked(request.POST))
    valid = [step.is_valid() for step in steps]  # each, so that every mistake is named
    if not all(valid):
        return _form(request, session, steps, unsaved=True, status=422)
    try:
        agree_steps(
            session=session,
            next_steps=agreed_in(steps, session),
            by=request.user,
            at=timezone.now(),
        )
    except NotPossibleNow as error:
        problem, status = error.message, 409
    except ValidationError as error:
        problem, status = " ".join(error.messages), 422
    else:
        messages.success(request, _("Stored. Everybody who takes part sees it."))
        return go_stored(f"steps-{session.pk}", "field:session", session.pk)
    return _form(request, session, steps, problem=problem, unsaved=True, status=status)


def _form(
    request: SignedInRequest,
    session: MentoringSession,
    steps: list[StepForm],
    *,
    problem: str = "",
    unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    lines = [{"href": "", "text": problem}] if problem else []
    bound = [step for step in steps if step.is_bound] if status != 200 else []
    context = {
        "session": session,
        "steps": steps,
        "carried": steps_to_carry(session).visible_to(request.user).select_related("who"),
        "error_lines": [*lines, *error_lines(*bound)],
        "unsaved": unsaved,
    }
    return page(request, "agreed", context, here="visits", status=status)
