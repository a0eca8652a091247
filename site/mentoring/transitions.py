"""Which state follows which, and by which action: data, from which ARCHITECTURE.md is drawn.

Who may do it is another question; see `mentoring.rules`.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from mentoring.choices import FeedbackStatus, RelationshipStatus, SessionStatus
from mentoring.errors import NotPossibleNow

START = ""


class Transition(NamedTuple):
    """From `source` to `target` by the action of that name. START stands before the first state."""

    source: str
    target: str
    action: str


_R, _S, _F = RelationshipStatus, SessionStatus, FeedbackStatus

RELATIONSHIP = (
    Transition(START, _R.PROPOSED, "start_relationship"),
    Transition(START, _R.ACTIVE, "start_relationship"),
    Transition(_R.PROPOSED, _R.ACTIVE, "accept_relationship"),
    Transition(_R.ACTIVE, _R.PAUSED, "pause_relationship"),
    Transition(_R.PAUSED, _R.ACTIVE, "resume_relationship"),
    Transition(_R.ACTIVE, _R.COMPLETED, "complete_relationship"),
    Transition(_R.PAUSED, _R.COMPLETED, "complete_relationship"),
    Transition(_R.PROPOSED, _R.ENDED, "end_relationship"),
    Transition(_R.ACTIVE, _R.ENDED, "end_relationship"),
    Transition(_R.PAUSED, _R.ENDED, "end_relationship"),
)

# A visit that was marked as missed or never marked as begun may turn out to have been held:
# the record made in the classroom is what counts. Of the fillings only observations move it.
SESSION = (
    Transition(START, _S.SCHEDULED, "schedule_session"),
    Transition(_S.SCHEDULED, _S.IN_PROGRESS, "start_session"),
    Transition(_S.SCHEDULED, _S.COMPLETED, "submit_filling"),
    Transition(_S.IN_PROGRESS, _S.COMPLETED, "complete_session"),
    Transition(_S.IN_PROGRESS, _S.COMPLETED, "submit_filling"),
    Transition(_S.MISSED, _S.COMPLETED, "submit_filling"),
    Transition(_S.COMPLETED, _S.COMPLETED, "submit_filling"),
    Transition(_S.SCHEDULED, _S.RESCHEDULED, "reschedule_session"),
    Transition(_S.MISSED, _S.RESCHEDULED, "reschedule_session"),
    Transition(_S.SCHEDULED, _S.CANCELLED, "cancel_session"),
    Transition(_S.IN_PROGRESS, _S.CANCELLED, "cancel_session"),
    Transition(_S.SCHEDULED, _S.MISSED, "mark_missed"),
)

FEEDBACK = (
    Transition(START, _F.DRAFT, "save_feedback"),
    Transition(_F.DRAFT, _F.DRAFT, "save_feedback"),
    Transition(_F.DRAFT, _F.RELEASED, "release_feedback"),
    Transition(_F.RELEASED, _F.ACKNOWLEDGED, "acknowledge_feedback"),
)

_CHOICES = {
    RELATIONSHIP: RelationshipStatus,
    SESSION: SessionStatus,
    FEEDBACK: FeedbackStatus,
}
_NAMES = {RELATIONSHIP: "relationship", SESSION: "session", FEEDBACK: "feedback"}


def is_possible(table: tuple[Transition, ...], source: str, action: str) -> bool:
    return any(row.source == source and row.action == action for row in table)


def check_transition(
    table: tuple[Transition, ...], source: str, action: str, *, target: str | None = None
) -> str:
    """The state to which `action` leads from `source`. Raises NotPossibleNow, naming the state.

    `target` chooses where an action has two rows from one state.
    """
    for row in table:
        if (row.source, row.action) == (source, action) and target in (None, row.target):
            return row.target
    if source == START:
        raise NotPossibleNow(_("This cannot begin in that state."))
    state = dict(_CHOICES[table].choices)[source]
    if table is RELATIONSHIP:
        message = _("Not possible: the state of this mentoring is “%(state)s”.")
    elif table is SESSION:
        message = _("Not possible: the state of this session is “%(state)s”.")
    else:
        message = _("Not possible: the state of this feedback is “%(state)s”.")
    raise NotPossibleNow(message % {"state": state})


def state_diagram(table: tuple[Transition, ...]) -> str:
    """One table as a Mermaid state diagram; actions between the same states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in table:
        arrows.setdefault((row.source, row.target), []).append(row.action)
    lines = ["stateDiagram-v2"]
    for (source, target), actions in arrows.items():
        lines.append(f"    {source or '[*]'} --> {target}: {' / '.join(actions)}")
    sources = {row.source for row in table if row.source != row.target}
    for state in _CHOICES[table].values:
        if state not in sources:
            lines.append(f"    {state} --> [*]")
    return "\n".join(lines)


def state_diagrams() -> str:
    """All tables as Markdown: a heading and a fenced Mermaid block each."""
    parts = [
        f"### {_NAMES[table].capitalize()}\n\n```mermaid\n{state_diagram(table)}\n```"
        for table in _CHOICES
    ]
    return "\n\n".join(parts) + "\n"
