"""A group agrees on what its people do next."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.agreed_steps import (
    NextStep,
    are_stored,
    carry_over,
    checked_steps,
    replace_steps,
)
from mentoring.choices import SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringSession
from mentoring.queries import steps_to_carry

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def agree_steps(
    *,
    session: MentoringSession,
    next_steps: Sequence[NextStep],
    by: User,
    at: datetime.datetime,
) -> None:
    """Store what was agreed in the place of the session's own open steps.

    What is still open from the group's earlier sessions is carried over to this one. Raises
    PermissionDenied, NotPossibleNow (not held yet) and ValidationError.
    """
    session = MentoringSession.objects.select_for_update().get(pk=session.pk)
    rules.check_agree_steps(by, session)
    if session.status not in (SessionStatus.IN_PROGRESS, SessionStatus.COMPLETED):
        raise NotPossibleNow(_("Next steps are agreed on while the group meets or afterwards."))
    steps = checked_steps(next_steps, session)
    carried = carry_over(steps_to_carry(session), session)
    if are_stored(session, steps) and not carried:
        return
    replace_steps(session, steps)
    audit.record(session, "agree_steps", by=by, at=at)
    signals.steps_agreed.send(MentoringSession, session=session, by=by, at=at)
