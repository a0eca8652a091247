"""Mentor or mentee agrees that a master mentor may learn with the ratings of a session."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.choices import RELEASED_STATUSES
from mentoring.errors import NotPossibleNow
from mentoring.models import Feedback, MentoringSession, TrainingShare

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def share_for_training(
    *, session: MentoringSession, by: User, at: datetime.datetime
) -> TrainingShare:
    """Write the yes of `by`; a second time changes nothing. It opens the ratings together with the
    other one's (`mentoring.models.ratings`).

    Raises PermissionDenied, and NotPossibleNow before the feedback is released.
    """
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_share_ratings(by, session)
    if not Feedback.objects.filter(session=session, status__in=RELEASED_STATUSES).exists():
        raise NotPossibleNow(_("It can be shared once the feedback letter is released."))
    share, is_new = TrainingShare.objects.get_or_create(
        session=session, person=by, defaults={"shared_at": at}
    )
    if is_new:
        audit.record(session, "share_for_training", by=by, at=at)
        signals.shared_for_training.send(TrainingShare, share=share, by=by, at=at)
    return share
