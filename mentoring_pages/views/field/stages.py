"""The five stages of an observation cycle, as the stage strip shows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mentoring.choices import ActionStatus, FeedbackStatus, SessionStatus
from mentoring.models import MentoringSession

NAMES = (
    _("Planning"),
    _("Observation"),
    _("Reflection"),
    _("Action planning"),
    _("Follow-up"),
)
_SHARED = (FeedbackStatus.RELEASED, FeedbackStatus.ACKNOWLEDGED)


def stages_of(session: Any, open_items: int) -> list[dict[str, Any]]:
    """Name and state (done, current, coming) of each stage of a session from `with_state`.

    `open_items` counts the next steps of this session that are still open.
    """
    feedback = session.feedback_status
    done = (
        session.has_observation or session.status in (SessionStatus.IN_PROGRESS,),
        session.has_observation,
        session.has_reflection,
        feedback in _SHARED,
        feedback == FeedbackStatus.ACKNOWLEDGED and not open_items,
    )
    current = next((number for number, is_done in enumerate(done) if not is_done), None)
    return [
        {"name": name, "state": _state(number, is_done, current)}
        for number, (name, is_done) in enumerate(zip(NAMES, done, strict=True))
    ]


def count_open_items(session: MentoringSession, user) -> int:
    """How many agreed next steps of the session are still open, as far as `user` may see them."""
    items = session.action_items.model.objects.visible_to(user)
    return items.filter(session=session, status=ActionStatus.OPEN).count()


def _state(number: int, is_done: bool, current: int | None) -> str:
    if is_done:
        return "done"
    return "current" if number == current else "coming"
