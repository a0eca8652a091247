"""Mentor or mentee takes back that a session's ratings are shared for training."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mentoring import audit, rules, signals
from mentoring.models import MentoringSession, TrainingShare

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def withdraw_sharing(*, session: MentoringSession, by: User, at: datetime.datetime) -> None:
    """Delete the yes of `by`; where there is none nothing changes. The log remembers it.

    Raises PermissionDenied.
    """
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_withdraw_sharing(by, session)
    deleted, _rows = TrainingShare.objects.filter(session=session, person=by).delete()
    if deleted:
        audit.record(session, "withdraw_sharing", by=by, at=at)
        signals.sharing_withdrawn.send(TrainingShare, session=session, by=by, at=at)
