"""The teacher's side of feedback: speak first, read the letter, answer it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentoring import rules
from mentoring.actions.acknowledge_feedback import acknowledge_feedback
from mentoring.actions.finish_action_item import finish_action_item
from mentoring.actions.note_readings import note_readings
from mentoring.actions.write_reflection import write_reflection
from mentoring.choices import FeedbackStatus, RecordKind
from mentoring.errors import NotPossibleNow
from mentoring.models import ActionItem, Feedback, Observation, Reflection
from mentoring_pages.views.field.feedback_forms import (
    MeetingReflectionForm,
    ReflectionForm,
    ReplyForm,
    error_lines,
)
from mentoring_pages.views.field.frame import field_page, go_stored, page
from mentoring_pages.views.field.sessions import partner_in, session_for
from people.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def reflect(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """The teacher's own words about the lesson, before any feedback; what each takes with them
    from the meeting of a group; or to pass."""
    session = session_for(request, session_id)
    if not rules.can_reflect(request.user, session):
        raise Http404
    stored = session.reflections.filter(author=request.user).first()
    initial = {"went_well": stored.went_well, "try_next": stored.try_next} if stored else {}
    in_group = session.group is not None
    form_class = MeetingReflectionForm if in_group else ReflectionForm
    form = form_class(request.POST or None, initial=initial)
    lines: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                write_reflection(
                    session=session,
                    by=request.user,
                    at=timezone.now(),
                    passed="passed" in request.POST,
                    **form.cleaned_data,
                )
            except ValidationError as error:
                lines = [{"href": "#id_went_well", "text": text} for text in error.messages]
            except NotPossibleNow as error:
                lines, status = [{"href": "", "text": error.message}], 409
            else:
                told = _("Thank you. Your mentor has been told.")
                messages.success(
                    request, _("Thank you. Your words are stored.") if in_group else told
                )
                return go_stored(f"reflection-{session.pk}", "field:session", session.pk)
    return page(
        request,
        "reflect_meeting" if in_group else "reflect",
        {
            "session": session,
            "partner": partner_in(request, session),
            "form": form,
            "stored": stored,
            "error_lines": [*lines, *(error_lines(form) if form.is_bound else [])],
        },
        here="visits",
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def letter(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """The released letter, for both partners. The teacher says that it was read, and may answer."""
    session = session_for(request, session_id)
    feedback = get_object_or_404(
        Feedback.objects.visible_to(request.user).exclude(status=FeedbackStatus.DRAFT),
        session=session,
    )
    note_readings(
        sessions=[session.pk], record=RecordKind.LETTER, by=request.user, at=timezone.now()
    )
    is_mentee = rules.can_acknowledge(request.user, session)
    form = ReplyForm(request.POST or None)
    lines: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        if not is_mentee:
            raise Http404
        status = 422
        if form.is_valid():
            try:
                acknowledge_feedback(
                    session=session, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except ValidationError as error:
                lines = [{"href": "#id_reply", "text": text} for text in error.messages]
            except NotPossibleNow as error:
                lines, status = [{"href": "", "text": error.message}], 409
            else:
                messages.success(request, _("Thank you. Your mentor sees that you have read it."))
                return go_stored(f"reply-{session.pk}", "field:letter", session.pk)
    items = (
        ActionItem.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("who", "carried_from")
        .order_by("pk")  # as the mentor wrote them and saw them in the preview
    )
    return page(
        request,
        "letter",
        {
            "session": session,
            "feedback": feedback,
            "items": items,
            "observations": Observation.objects.visible_to(request.user)
            .leading()
            .filter(session=session)
            .select_related("submission__version")
            .order_by("filled_at", "pk"),
            "language": get_language() or "km",
            "reflection": Reflection.objects.visible_to(request.user)
            .filter(session=session)
            .first(),
            "is_mentee": is_mentee,
            "form": form,
            "error_lines": [*lines, *(error_lines(form) if form.is_bound else [])],
        },
        here="visits",
        status=status,
    )


@require_POST
@field_page
def finish_item(request: SignedInRequest, item_id: int) -> HttpResponse:
    """An agreed next step is done."""
    item = get_object_or_404(
        ActionItem.objects.visible_to(request.user).select_related(
            "session__relationship", "session__group"
        ),
        pk=item_id,
    )
    try:
        finish_action_item(item=item, by=request.user, at=timezone.now())
        messages.success(request, _("Well done. This step is finished."))
    except NotPossibleNow as error:
        messages.warning(request, error.message)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    page_of_steps = "field:letter" if item.session.group is None else "field:session"
    return redirect(page_of_steps, item.session_id)
