"""A session is planned."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.models import Form
from mentoring import audit, rules, signals
from mentoring.choices import (
    GroupKind,
    MembershipPart,
    Part,
    RelationshipStatus,
    SessionType,
)
from mentoring.errors import NotPossibleNow
from mentoring.models import (
    MentoringGroup,
    MentoringRelationship,
    MentoringSession,
    SessionParticipant,
)

if TYPE_CHECKING:
    from people.models import User

MOST_MINUTES = 24 * 60
# As what a member of a group takes part in its sessions.
PARTS = {
    MembershipPart.FACILITATOR: Part.FACILITATOR,
    MembershipPart.MEMBER: Part.PARTICIPANT,
}


@transaction.atomic
def schedule_session(
    *,
    session_type: str,
    scheduled_date: datetime.datetime,
    by: User,
    at: datetime.datetime,
    relationship: MentoringRelationship | None = None,
    group: MentoringGroup | None = None,
    form: Form | None = None,
    duration: int | None = None,
    location: str = "",
    pre_session_notes: str = "",
) -> MentoringSession:
    """Plan a session of a relationship or of a group, with its participants; `duration` in minutes.

    It lies inside the dates of an active relationship; a group is not closed. A pair's
    observation needs a published form. A day in the past is allowed, for a visit that is
    entered afterwards. Raises PermissionDenied, NotPossibleNow and ValidationError by field.
    """
    whose: Any = relationship or group
    if whose is None or (relationship is not None and group is not None):
        raise ValueError("A session is of a relationship or of a group.")
    whose.refresh_from_db(from_queryset=type(whose).objects.select_for_update())
    rules.check_schedule(by, relationship, group)
    if session_type not in SessionType.values:
        raise ValidationError({"session_type": _("Choose a kind of session from the list.")})
    day = timezone.localtime(scheduled_date).date()
    if relationship is not None:
        check_active(relationship)
        check_scheduled_date(relationship, scheduled_date)
        _check_form(session_type, form)
        people = [(relationship.mentor_id, Part.MENTOR), (relationship.mentee_id, Part.MENTEE)]
    else:
        people = _members(whose, session_type, form, day)
    if duration is not None and not 1 <= duration <= MOST_MINUTES:
        raise ValidationError({"duration": _("Enter minutes from 1 to 1440.")})
    session = MentoringSession.objects.create(
        relationship=relationship,
        group=group,
        place=whose.place,
        session_type=session_type,
        form=form,
        scheduled_date=scheduled_date,
        duration=duration,
        location=location,
        pre_session_notes=pre_session_notes,
    )
    SessionParticipant.objects.bulk_create(
        SessionParticipant(session=session, person_id=person, part=part) for person, part in people
    )
    audit.record(session, "schedule_session", by=by, at=at, scheduled_date=scheduled_date)
    signals.session_scheduled.send(MentoringSession, session=session, by=by, at=at)
    return session


def check_active(relationship: MentoringRelationship) -> None:
    """Raises NotPossibleNow where the relationship is not active."""
    if relationship.status != RelationshipStatus.ACTIVE:
        raise NotPossibleNow(
            _("Sessions are planned while the mentoring is active. Its state is “%(state)s”.")
            % {"state": relationship.get_status_display()}
        )


def check_open(group: MentoringGroup) -> None:
    """Raises NotPossibleNow where the group is closed."""
    if group.closed_at is not None:
        raise NotPossibleNow(_("This group is closed. Start a new one to go on meeting."))


def check_scheduled_date(
    relationship: MentoringRelationship, scheduled_date: datetime.datetime
) -> None:
    """Raises ValidationError where the day is outside the relationship."""
    day = timezone.localtime(scheduled_date).date()
    if day < relationship.start_date:
        raise ValidationError(
            {"scheduled_date": _("This day is before the mentoring begins. Choose a later day.")}
        )
    if relationship.end_date is not None and day > relationship.end_date:
        raise ValidationError(
            {"scheduled_date": _("This day is after the mentoring ends. Choose an earlier day.")}
        )


def _members(
    group: MentoringGroup, session_type: str, form: Form | None, day: datetime.date
) -> list[tuple[int, Part]]:
    """Who belongs to the group on the day, with their part in the session."""
    check_open(group)
    if group.kind == GroupKind.CIRCLE and session_type != SessionType.PEER_LEARNING_CIRCLE:
        raise ValidationError(
            {"session_type": _("A circle meets as a peer learning circle. Choose that kind.")}
        )
    if form is not None:
        raise ValidationError(
            {"form": _("A group has no form to fill, since it rates nobody. Leave this empty.")}
        )
    people = [
        (row.person_id, PARTS[MembershipPart(row.part)])
        for row in group.memberships.lasting(day).order_by("pk")
    ]
    if Part.FACILITATOR not in (part for _person, part in people):
        raise ValidationError(
            {"scheduled_date": _("Nobody leads the group on this day. Add a facilitator first.")}
        )
    return people


def _check_form(session_type: str, form: Form | None) -> None:
    if session_type == SessionType.PEER_LEARNING_CIRCLE:
        raise ValidationError(
            {"session_type": _("A peer learning circle is planned for a group, not for a pair.")}
        )
    if form is None:
        if session_type == SessionType.CLASSROOM_OBSERVATION:
            raise ValidationError({"form": _("Choose the form for this observation.")})
        return
    if not form.versions.current().exists():
        raise ValidationError(
            {"form": _("This form is not published yet. Publish it or choose another one.")}
        )
