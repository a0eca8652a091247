"""What a coordinator should look at: counted lists, never a rating."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentoring.choices import FeedbackStatus, RelationshipStatus, SessionStatus, SessionType
from mentoring.models import Feedback, MentoringRelationship, MentoringSession
from mentoring.models.relationship import RelationshipQuerySet

if TYPE_CHECKING:
    from people.models import User

FEEDBACK_WITHIN = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Attention:
    """One counted list. `key` names its filter, `model` is "relationship" or "session"."""

    key: str
    model: str
    label: str
    count: int


def proposals_waiting(
    relationships: RelationshipQuerySet, now: datetime.datetime
) -> RelationshipQuerySet:
    return relationships.filter(status=RelationshipStatus.PROPOSED)


def without_coming_session(
    relationships: RelationshipQuerySet, now: datetime.datetime
) -> RelationshipQuerySet:
    coming = MentoringSession.objects.filter(
        relationship=OuterRef("pk"),
        status__in=(SessionStatus.SCHEDULED, SessionStatus.IN_PROGRESS),
        scheduled_date__gte=_start_of_day(now),
    )
    active = relationships.lasting(timezone.localdate(now)).filter(status=RelationshipStatus.ACTIVE)
    return active.filter(~Exists(coming))


def past_their_end(
    relationships: RelationshipQuerySet, now: datetime.datetime
) -> RelationshipQuerySet:
    return relationships.open().filter(end_date__lt=timezone.localdate(now))


def overdue(sessions: QuerySet, now: datetime.datetime) -> QuerySet:
    """Planned for an earlier day in a relationship or group that still lasts, and not closed."""
    lasting = Q(relationship__status__in=(RelationshipStatus.ACTIVE, RelationshipStatus.PAUSED))
    lasting |= Q(group__isnull=False, group__closed_at__isnull=True)
    return sessions.filter(
        lasting, status=SessionStatus.SCHEDULED, scheduled_date__lt=_start_of_day(now)
    )


def feedback_late(sessions: QuerySet, now: datetime.datetime) -> QuerySet:
    """Observed seven days ago or earlier, and the feedback has not been released."""
    released = Feedback.objects.filter(session=OuterRef("pk")).exclude(status=FeedbackStatus.DRAFT)
    return sessions.filter(
        ~Exists(released),
        session_type=SessionType.CLASSROOM_OBSERVATION,
        status=SessionStatus.COMPLETED,
        actual_date__lte=now - FEEDBACK_WITHIN,
        relationship__status__in=(RelationshipStatus.ACTIVE, RelationshipStatus.PAUSED),
    )


# key: (words, narrows the list). The keys are the values of `?attention=` in the admin's lists.
Narrowing = tuple[Promise, Callable[[Any, datetime.datetime], QuerySet]]
OF_RELATIONSHIPS: dict[str, Narrowing] = {
    "proposals_waiting": (_("Proposals waiting for an answer"), proposals_waiting),
    "without_coming_session": (_("Mentoring without a coming session"), without_coming_session),
    "past_their_end": (_("Mentoring past its end date and still open"), past_their_end),
}
OF_SESSIONS: dict[str, Narrowing] = {
    "overdue": (_("Sessions whose day has passed without a record"), overdue),
    "feedback_late": (_("Feedback not released after seven days"), feedback_late),
}


def needs_attention(user: User, now: datetime.datetime | None = None) -> list[Attention]:
    """The counted lists of the places that `user` coordinates; zero counts are included.

    One count query each. Nobody who coordinates nothing has any.
    """
    if not user.is_authenticated or not (user.is_superuser or user.coordinated_paths):
        return []
    now = now or timezone.now()
    relationships = MentoringRelationship.objects.coordinated_by(user)
    sessions = MentoringSession.objects.coordinated_by(user)
    return [
        Attention(key, "relationship", str(words), narrow(relationships, now).count())
        for key, (words, narrow) in OF_RELATIONSHIPS.items()
    ] + [
        Attention(key, "session", str(words), narrow(sessions, now).count())
        for key, (words, narrow) in OF_SESSIONS.items()
    ]


def _start_of_day(now: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
