"""The mentee speaks first; in a circle everybody does."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.choices import FeedbackStatus, SessionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import Feedback, MentoringSession, Reflection
from mentoring.texts import cleaned

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def write_reflection(
    *,
    session: MentoringSession,
    by: User,
    at: datetime.datetime,
    went_well: str = "",
    try_next: str = "",
    passed: bool = False,
) -> Reflection:
    """Store one's own words on the session, or that one passes; words count more than a pass.

    Possible from the planned time on, and changeable until the feedback is released. Raises
    PermissionDenied, NotPossibleNow, ValidationError.
    """
    session.refresh_from_db(from_queryset=MentoringSession.objects.select_for_update())
    rules.check_reflect(by, session)
    begun = session.status in (SessionStatus.IN_PROGRESS, SessionStatus.COMPLETED)
    if not begun and (session.status != SessionStatus.SCHEDULED or session.scheduled_date > at):
        raise NotPossibleNow(_("You can reflect once the session has been held."))
    if Feedback.objects.filter(session=session).exclude(status=FeedbackStatus.DRAFT).exists():
        raise NotPossibleNow(
            _("Your mentor has released the feedback, so your reflection stays as it is.")
        )
    went_well, try_next = cleaned(went_well, "went_well"), cleaned(try_next, "try_next")
    if not (went_well or try_next or passed):
        raise ValidationError({"went_well": _("Write a few words, or choose to pass this time.")})
    reflection, _is_new = Reflection.objects.update_or_create(
        session=session,
        author=by,
        defaults={
            "went_well": went_well,
            "try_next": try_next,
            "passed": passed and not (went_well or try_next),
            "written_at": at,
        },
    )
    audit.record(session, "write_reflection", by=by, at=at)
    signals.reflection_written.send(Reflection, reflection=reflection, by=by, at=at)
    return reflection
