"""One session: where it stands, what was noted before, and what comes next."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentoring import rules
from mentoring.actions.complete_session import complete_session
from mentoring.actions.mark_missed import mark_missed
from mentoring.actions.start_session import start_session
from mentoring.choices import SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import Feedback, MentoringSession, Observation, Reflection
from mentoring.queries.work import with_state
from mentoring.transitions import SESSION, is_possible
from mentoring_pages.views.field.frame import field_page, page
from mentoring_pages.views.field.next_steps import next_step_of
from mentoring_pages.views.field.stages import count_open_items, stages_of
from people.requests import SignedInRequest


def session_for(request: SignedInRequest, session_id: uuid.UUID) -> MentoringSession:
    """The session with people, place, form and state, if the person may see it; else 404."""
    sessions = with_state(MentoringSession.objects.visible_to(request.user))
    return get_object_or_404(sessions, pk=session_id)


def partner_in(request: SignedInRequest, session: MentoringSession):
    """The other one of the two partners; the teacher for anybody else."""
    relationship = session.relationship
    return relationship.mentor if relationship.mentee_id == request.user.pk else relationship.mentee


@require_safe
@field_page
def session(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    found = session_for(request, session_id)
    user = request.user
    relationship = found.relationship
    is_partner = user.pk in (relationship.mentor_id, relationship.mentee_id)
    holds = rules.can_hold_session(user, found)
    return page(
        request,
        "session",
        {
            "session": found,
            "partner": partner_in(request, found),
            "is_mentor": relationship.mentor_id == user.pk,
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
            "can_mark_missed": rules.can_change_session(user, found)
            and is_possible(SESSION, found.status, "mark_missed")
            and found.scheduled_date < timezone.now(),
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
