"""The meeting of a group: who takes part, what was agreed, what each takes with them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from mentoring import rules
from mentoring.choices import GroupKind, Part, SessionStatus
from mentoring.models import ActionItem, MentoringSession, Reflection
from mentoring.queries.work import HELD
from mentoring.transitions import SESSION, is_possible
from mentoring_pages.views.field.frame import page
from mentoring_pages.views.field.next_steps import next_step_of
from people.requests import SignedInRequest


def show_meeting(
    request: SignedInRequest,
    session: MentoringSession,
    *,
    can_move: bool,
    ticked: Collection[int] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a group's session from `with_state`. It has no result and no letter.

    `ticked` are the people ticked as present where that could not be stored; `problem` says why.
    """
    user = request.user
    part = session.part_of(user)
    takes_part = part in (Part.FACILITATOR, Part.PARTICIPANT)
    holds = rules.can_hold_session(user, session)
    is_held = session.status in HELD
    reflections = list(
        Reflection.objects.visible_to(user).filter(session=session).select_related("author")
    )
    own = next((row for row in reflections if row.author_id == user.pk), None)
    context: dict[str, Any] = {
        "session": session,
        "is_training": session.group is not None and session.group.kind == GroupKind.TRAINING,
        "takes_part": takes_part,
        "next": next_step_of(session, user) if takes_part else None,
        "can_start": holds and is_possible(SESSION, session.status, "start_session"),
        "can_complete": holds and is_possible(SESSION, session.status, "complete_session"),
        "can_move": can_move,
        "can_mark_missed": rules.can_change_session(user, session)
        and is_possible(SESSION, session.status, "mark_missed")
        and session.scheduled_date < timezone.now(),
        "people": people_of(session, ticked),
        "notes_attendance": holds and is_held,
        "is_held": is_held,
        "agrees": holds and is_held,
        "items": items_of(request, session),
        "own": own,
        "may_reflect": is_held and rules.can_reflect(user, session),
        "words": [row for row in reflections if row is not own],
        "moved_to": getattr(session, "rescheduled_to", None)
        if session.status == SessionStatus.RESCHEDULED
        else None,
        "error_lines": [{"href": "#attendance", "text": problem}] if problem else [],
    }
    return page(request, "meeting", context, here="visits", status=status)


def people_of(
    session: MentoringSession, ticked: Collection[int] | None = None
) -> list[dict[str, Any]]:
    """Each who takes part, with whether their box is ticked."""
    return [
        {
            "row": row,
            "ticked": row.person_id in ticked if ticked is not None else bool(row.attended),
        }
        for row in session.roster
    ]


def items_of(request: SignedInRequest, session: MentoringSession) -> list[dict[str, Any]]:
    """What was agreed, as far as the person may see it, with whether they may tick it off."""
    leads = rules.can_agree_steps(request.user, session)
    items = (
        ActionItem.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("who", "carried_from")
        .order_by("pk")
    )
    return [
        {"item": item, "watch_only": not leads and item.who_id != request.user.pk} for item in items
    ]
