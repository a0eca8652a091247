"""The mentor's side of feedback: write a draft, see it as the teacher will, release it."""

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
from mentoring.actions.release_feedback import release_feedback
from mentoring.actions.save_feedback import save_feedback
from mentoring.choices import ActionStatus, GateReason
from mentoring.errors import NotPossibleNow, StaleEdit
from mentoring.models import ActionItem, Feedback, MentoringSession, Observation, Reflection
from mentoring.queries import feedback_gate, steps_to_carry
from mentoring_pages.views.field.feedback_forms import (
    FeedbackForm,
    error_lines,
    initial_of,
    step_forms,
)
from mentoring_pages.views.field.frame import field_page, go_stored, page
from mentoring_pages.views.field.sessions import session_for
from mentoring_pages.views.field.step_rows import agreed_in, rows_asked, with_another_row
from people.requests import SignedInRequest


def _for_mentor(request: SignedInRequest, session_id: uuid.UUID) -> MentoringSession:
    session = session_for(request, session_id)
    if not rules.can_write_feedback(request.user, session):
        raise Http404
    return session


def _draft(request: SignedInRequest, session: MentoringSession) -> Feedback | None:
    return Feedback.objects.visible_to(request.user).filter(session=session).first()


def _items(request: SignedInRequest, session: MentoringSession) -> list[ActionItem]:
    return list(
        ActionItem.objects.visible_to(request.user)
        .filter(session=session, carried_from__isnull=True, status=ActionStatus.OPEN)
        .select_related("who")
        .order_by("pk")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def feedback(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """Write the letter. Closed, with a kind reason, until the teacher has spoken first."""
    session = _for_mentor(request, session_id)
    gate = feedback_gate(session)
    if not gate.is_open:
        if gate.reason == GateReason.RELEASED:
            return redirect("field:letter", session.pk)
        return page(
            request,
            "feedback_closed",
            {"session": session, "gate": gate, "partner": session.mentee},
            here="visits",
            status=409 if request.method == "POST" else 200,
        )
    draft = _draft(request, session)
    if request.method == "POST":
        return _save(request, session, draft)
    form = FeedbackForm(initial=initial_of(draft))
    steps = step_forms(session, stored=_items(request, session), rows=rows_asked(request.GET))
    return _form(request, session, form, steps)


def _form(
    request: SignedInRequest,
    session: MentoringSession,
    form: FeedbackForm,
    steps: list,
    *,
    other: Feedback | None = None,
    problem: str = "",
    unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    bound = [one for one in (form, *steps) if one.is_bound] if status != 200 else []
    lines = [{"href": "", "text": problem}] if problem else []
    return page(
        request,
        "feedback",
        {
            "session": session,
            "partner": session.mentee,
            "form": form,
            "steps": steps,
            "error_lines": [*lines, *error_lines(*bound)],
            "reflection": Reflection.objects.visible_to(request.user)
            .filter(session=session)
            .first(),
            "observation": Observation.objects.visible_to(request.user)
            .leading()
            .filter(session=session)
            .exists(),
            "other": other,
            "other_items": _items(request, session) if other else [],
            "unsaved": unsaved,
        },
        here="visits",
        status=status,
    )


def _save(
    request: SignedInRequest, session: MentoringSession, draft: Feedback | None
) -> HttpResponse:
    if "more" in request.POST:
        form = FeedbackForm(initial=request.POST.dict())
        steps = with_another_row(session, request.POST)
        return _form(request, session, form, steps, unsaved=True)
    form = FeedbackForm(request.POST)
    steps = step_forms(session, data=request.POST, rows=rows_asked(request.POST))
    valid = all([form.is_valid(), *[step.is_valid() for step in steps]])
    if not valid:
        return _form(request, session, form, steps, unsaved=True, status=422)
    try:
        save_feedback(
            session=session,
            strengths=form.cleaned_data["strengths"],
            focus=form.cleaned_data["focus"],
            next_steps=agreed_in(steps, session),
            by=request.user,
            at=timezone.now(),
            base_revision=form.cleaned_data["base_revision"],
        )
    except StaleEdit as error:
        again = request.POST.copy()
        again["base_revision"] = str(error.current.revision)
        return _form(
            request,
            session,
            FeedbackForm(again),
            steps,
            other=error.current,
            problem=error.message,
            unsaved=True,
            status=409,
        )
    except NotPossibleNow as error:
        return _form(request, session, form, steps, problem=error.message, unsaved=True, status=409)
    except ValidationError as error:
        problem = " ".join(error.messages)
        return _form(request, session, form, steps, problem=problem, unsaved=True, status=422)
    kept = f"feedback-{session.pk}"
    if "preview" in request.POST:
        return go_stored(kept, "field:preview", session.pk)
    messages.success(request, _("Saved as a draft."))
    return go_stored(kept, "field:feedback", session.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def preview(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """The letter as the teacher will read it; POST releases it."""
    session = _for_mentor(request, session_id)
    if feedback_gate(session).reason == GateReason.RELEASED:
        return redirect("field:letter", session.pk)
    draft = _draft(request, session)
    if draft is None or not feedback_gate(session).is_open:
        return redirect("field:feedback", session.pk)
    lines: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            release_feedback(
                session=session,
                by=request.user,
                at=timezone.now(),
                base_revision=_seen_revision(request),
            )
        except ValidationError as error:
            lines, status = [{"href": "", "text": text} for text in error.messages], 422
        except NotPossibleNow as error:
            lines, status = [{"href": "", "text": error.message}], 409
            draft = _draft(request, session) or draft
        else:
            messages.success(request, _("Your letter is on its way to the teacher. Thank you."))
            return redirect("field:letter", session.pk)
    return page(
        request,
        "preview",
        {
            "session": session,
            "partner": session.mentee,
            "feedback": draft,
            "items": [
                *_items(request, session),
                *steps_to_carry(session).visible_to(request.user).select_related("who"),
            ],
            "reflection": Reflection.objects.visible_to(request.user)
            .filter(session=session)
            .first(),
            "error_lines": lines,
            "is_whole": bool(draft.strengths and draft.focus),
        },
        here="visits",
        status=status,
    )


def _seen_revision(request: SignedInRequest) -> int | None:
    seen = request.POST.get("base_revision", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None
