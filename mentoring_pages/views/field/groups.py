"""A circle or a training on the phone: its people, its meetings, its open next steps."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentoring import rules
from mentoring.actions.schedule_session import schedule_session
from mentoring.choices import ActionStatus, GroupKind, MembershipPart, Part
from mentoring.errors import NotPossibleNow
from mentoring.group_forms import GroupSessionForm
from mentoring.models import (
    ActionItem,
    MentoringGroup,
    MentoringSession,
    SessionParticipant,
)
from mentoring.queries.work import TO_COME, with_state
from mentoring_pages.views.field.feedback_forms import error_lines
from mentoring_pages.views.field.frame import field_page, go_stored, page
from people.requests import SignedInRequest

PAST_SHOWN = 20


class MeetingForm(GroupSessionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pre_session_notes"].label = _("Notes for everybody")


def group_for(request: SignedInRequest, group_id: uuid.UUID) -> MentoringGroup:
    """The group with its place, if the person may see it today; else 404."""
    groups = MentoringGroup.objects.visible_to(request.user).select_related("place")
    return get_object_or_404(groups, pk=group_id)


@require_safe
@field_page
def group(request: SignedInRequest, group_id: uuid.UUID) -> HttpResponse:
    found = group_for(request, group_id)
    user = request.user
    sessions = with_state(MentoringSession.objects.visible_to(user).filter(group=found), user)
    context = {
        "group": found,
        "people": found.memberships.lasting(timezone.localdate()).select_related("person"),
        "coming": sessions.filter(status__in=TO_COME).order_by("scheduled_date", "pk"),
        "past": sessions.exclude(status__in=TO_COME).order_by("-scheduled_date", "-pk")[
            :PAST_SHOWN
        ],
        "items": _open_items(request, found),
        "can_plan": _can_plan(request, found),
        "opens_training": found.kind == GroupKind.TRAINING
        and (
            rules.can_train(user, found) or rules.is_member_now(user, found, MembershipPart.MEMBER)
        ),
    }
    return page(request, "group", context, here="visits")


def _open_items(request: SignedInRequest, group: MentoringGroup) -> list[dict[str, Any]]:
    """What the group agreed and is still open, with whether the person may tick it off."""
    led = set(
        SessionParticipant.objects.standing(request.user, Part.FACILITATOR)
        .filter(session__group=group)
        .values_list("session", flat=True)
    )
    items = (
        ActionItem.objects.visible_to(request.user)
        .filter(session__group=group, status=ActionStatus.OPEN)
        .select_related("who", "carried_from")
    )
    return [
        {"item": item, "watch_only": item.session_id not in led and item.who_id != request.user.pk}
        for item in items
    ]


def _can_plan(request: SignedInRequest, group: MentoringGroup) -> bool:
    return group.closed_at is None and rules.can_schedule(request.user, None, group)


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def plan(request: SignedInRequest, group_id: uuid.UUID) -> HttpResponse:
    """Plan the next meeting. Everybody who takes part is told."""
    found = group_for(request, group_id)
    if not _can_plan(request, found):
        raise Http404
    form = MeetingForm(request.POST or None, instance=found)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                session = schedule_session(
                    group=found, by=request.user, at=timezone.now(), **form.values()
                )
            except ValidationError as error:
                form.add_error(None, error)
            except NotPossibleNow as error:
                problem, status = error.message, 409
            else:
                messages.success(request, _("The meeting is planned. Everybody is told."))
                return go_stored(f"plan-{found.pk}", "field:session", session.pk)
    lines = [{"href": "", "text": problem}] if problem else []
    context = {
        "group": found,
        "form": form,
        "error_lines": [*lines, *(error_lines(form) if form.is_bound else [])],
    }
    return page(request, "plan_meeting", context, here="visits", status=status)
