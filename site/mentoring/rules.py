"""Who may do what in mentoring. What is possible now is said by `mentoring.transitions`.

Each `can_` answers yes or no; its `check_` raises PermissionDenied. Roles count on the day of
asking, relationships by their dates and status (`domain.md`, people).
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.choices import Purpose
from mentoring.choices import (
    PAIR_PARTS,
    REFLECTING_PARTS,
    GroupKind,
    MembershipPart,
    Part,
    RelationshipStatus,
    SessionType,
)
from people.choices import Role
from people.rules import can_manage_people, can_work_in

if TYPE_CHECKING:
    from mentoring.models import (
        ActionItem,
        MentoringGroup,
        MentoringRelationship,
        MentoringSession,
    )
    from people.models import Place, User


def belongs_to_coordinator(user: User, person: User) -> bool:
    """Whether `person` works, or holds a role today, inside the places of `user`.

    Wider than `people.rules.can_manage_person` on purpose: that one guards accounts and passwords.
    A mentor who teaches elsewhere and was given the role here can be paired here, and so can
    somebody who also coordinates, without anyone getting hold of their account.
    """
    if user.is_superuser:
        return True
    school = getattr(getattr(person, "profile", None), "school", None)
    places = [role.place for role in person.active_roles if role.place]
    return any(can_work_in(user, place) for place in [school, *places])


def is_lasting(relationship: MentoringRelationship, on: datetime.date | None = None) -> bool:
    """Whether the relationship gives its mentor access on the day `on` (today)."""
    on = on or timezone.localdate()
    return (
        relationship.status in (RelationshipStatus.ACTIVE, RelationshipStatus.PAUSED)
        and relationship.start_date <= on
        and (relationship.end_date is None or relationship.end_date >= on)
    )


def is_mentor_now(user: User, relationship: MentoringRelationship) -> bool:
    return relationship.mentor_id == user.pk and is_lasting(relationship)


def is_member_now(user: User, group: MentoringGroup, *parts: str) -> bool:
    """Whether `user` belongs to the group today, in one of `parts` if any are named."""
    return group.memberships.of(user, *parts).exists()


def leads_now(user: User, session: MentoringSession) -> bool:
    """Whether `user` is the session's mentor or facilitator, and what they stand on lasts."""
    if session.relationship is not None:
        return session.part_of(user) == Part.MENTOR and is_mentor_now(user, session.relationship)
    return (
        session.group is not None
        and session.part_of(user) == Part.FACILITATOR
        and is_member_now(user, session.group, MembershipPart.FACILITATOR)
    )


def can_mentor(person: User) -> bool:
    return person.is_active and person.has_role(Role.MENTOR, Role.MASTER_MENTOR)


def can_be_mentored(person: User, mentor: User) -> bool:
    """A mentee by anyone who mentors; a mentor by a master mentor."""
    if not person.is_active:
        return False
    if person.has_role(Role.MENTEE):
        return True
    return person.has_role(Role.MENTOR) and mentor.has_role(Role.MASTER_MENTOR)


def can_start_relationship(user: User, mentor: User, mentee: User) -> bool:
    """Both belong to the coordinator, and the mentee's school, where it will stand, is theirs."""
    if mentee.school is not None and not can_work_in(user, mentee.school):
        return False
    return (
        can_manage_people(user)
        and belongs_to_coordinator(user, mentor)
        and belongs_to_coordinator(user, mentee)
    )


def can_manage_relationship(user: User, relationship: MentoringRelationship) -> bool:
    """Pause, resume, complete, end, change dates."""
    return can_work_in(user, relationship.place)


def can_accept_relationship(user: User, relationship: MentoringRelationship) -> bool:
    return relationship.mentor_id == user.pk or can_manage_relationship(user, relationship)


def can_end_relationship(user: User, relationship: MentoringRelationship) -> bool:
    """The coordinator at any time; both sides while it is only proposed, which declines it."""
    declines = relationship.status == RelationshipStatus.PROPOSED and user.pk in (
        relationship.mentor_id,
        relationship.mentee_id,
    )
    return declines or can_manage_relationship(user, relationship)


def can_start_group(user: User, place: Place) -> bool:
    """Coordinators make the groups of their places."""
    return can_work_in(user, place)


def can_manage_group(user: User, group: MentoringGroup) -> bool:
    """Take in and let go members, close it."""
    return can_work_in(user, group.place)


def can_train(user: User, group: MentoringGroup) -> bool:
    """Who leads a training and holds the role of master mentor, both today: sets lessons, and
    sees what each has held and coded."""
    return (
        group.kind == GroupKind.TRAINING
        and user.has_role(Role.MASTER_MENTOR)
        and is_member_now(user, group, MembershipPart.FACILITATOR)
    )


def can_join(person: User, kind: str, part: str) -> bool:
    """A circle is led by who mentors, and is for everybody who teaches or mentors; mentors are
    trained by a master mentor."""
    if not person.is_active:
        return False
    if kind == GroupKind.TRAINING:
        return person.has_role(
            Role.MASTER_MENTOR if part == MembershipPart.FACILITATOR else Role.MENTOR
        )
    if part == MembershipPart.FACILITATOR:
        return can_mentor(person)
    return person.has_role(Role.MENTEE, Role.MENTOR)


def can_schedule(
    user: User, relationship: MentoringRelationship | None, group: MentoringGroup | None = None
) -> bool:
    """Who leads, and the coordinator of the place."""
    if relationship is not None:
        return is_mentor_now(user, relationship) or can_manage_relationship(user, relationship)
    return group is not None and (
        is_member_now(user, group, MembershipPart.FACILITATOR) or can_manage_group(user, group)
    )


def can_change_session(user: User, session: MentoringSession) -> bool:
    """Move, cancel or mark as missed."""
    return can_schedule(user, session.relationship, session.group)


def can_hold_session(user: User, session: MentoringSession) -> bool:
    return leads_now(user, session)


def can_observe(
    user: User, session: MentoringSession, *, finished_at: datetime.datetime | None = None
) -> bool:
    """The mentor while the relationship lasts, and a master mentor beside them. Afterwards too
    for a record that the mentor made in its time.

    Access to read ends with the relationship; a record finished on a phone without a network
    before the end still arrives.
    """
    relationship = session.relationship
    if relationship is None:
        return False  # a group rates nobody
    if can_co_observe(user, session):
        return True
    if session.part_of(user) != Part.MENTOR or relationship.status == RelationshipStatus.PROPOSED:
        return False
    if is_lasting(relationship):
        return True
    if finished_at is None or finished_at > timezone.now() + datetime.timedelta(days=1):
        return False
    made_on = timezone.localdate(finished_at)
    return relationship.start_date <= made_on and (
        relationship.end_date is None or made_on <= relationship.end_date
    )


def can_co_observe(user: User, session: MentoringSession) -> bool:
    """A master mentor who trains the session's mentor now: a record of their own of the lesson,
    to see how far both see alike (`domain.md`, people: co-observes, calibrates)."""
    relationship = session.relationship
    if (
        relationship is None
        or session.session_type != SessionType.CLASSROOM_OBSERVATION
        or session.part_of(user) in (Part.MENTOR, Part.MENTEE)
        or not user.has_role(Role.MASTER_MENTOR)
        or not is_lasting(relationship)
    ):
        return False
    training = relationship.mentor.relationships_as_mentee.lasting(timezone.localdate())
    return training.filter(mentor=user).exists()


def can_fill(
    user: User,
    purpose: Purpose,
    session: MentoringSession | None = None,
    *,
    finished_at: datetime.datetime | None = None,
) -> bool:
    """Send a filled form: an observation of the session; a self-assessment, of the session in
    which one is the mentee, also afterwards, or of one's work as a whole; one's own profile.

    What is about oneself alone needs a role today. Plans and surveys are not sent in this way.
    """
    if purpose == Purpose.OBSERVATION:
        return session is not None and can_observe(user, session, finished_at=finished_at)
    if purpose == Purpose.SELF_ASSESSMENT and session is not None:
        return session.part_of(user) == Part.MENTEE
    if purpose in (Purpose.SELF_ASSESSMENT, Purpose.PROFILE):
        return session is None and user.is_active and bool(user.active_roles)
    return False


def can_reflect(user: User, session: MentoringSession) -> bool:
    """The mentee, also afterwards; who takes part in a circle, while they belong to it."""
    if session.part_of(user) not in REFLECTING_PARTS:
        return False
    return session.group is None or is_member_now(user, session.group)


def can_write_feedback(user: User, session: MentoringSession) -> bool:
    """The mentor. A group gets no letter."""
    return session.relationship is not None and leads_now(user, session)


def can_acknowledge(user: User, session: MentoringSession) -> bool:
    return session.part_of(user) == Part.MENTEE


def can_share_ratings(user: User, session: MentoringSession) -> bool:
    """The mentor while the relationship lasts, and the mentee."""
    return session.part_of(user) == Part.MENTEE or can_write_feedback(user, session)


def can_withdraw_sharing(user: User, session: MentoringSession) -> bool:
    """Mentor and mentee, afterwards too: a yes can always be taken back."""
    return session.part_of(user) in PAIR_PARTS


def can_agree_steps(user: User, session: MentoringSession) -> bool:
    """The facilitator writes down what the group agreed; a pair's steps stand in its letter."""
    return session.group is not None and leads_now(user, session)


def can_finish_item(user: User, item: ActionItem) -> bool:
    """The one who agreed to do it, the mentee, and who leads, while that lasts."""
    session = item.session
    if session.group is not None:
        own = item.who_id == user.pk and is_member_now(user, session.group)
        return own or leads_now(user, session)
    return session.part_of(user) == Part.MENTEE or leads_now(user, session)


def can_set_goals(user: User, relationship: MentoringRelationship) -> bool:
    return is_lasting(relationship) and user.pk in (relationship.mentor_id, relationship.mentee_id)


def _check(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("You may not do this. Ask your coordinator."))


def check_start_relationship(user: User, mentor: User, mentee: User) -> None:
    _check(can_start_relationship(user, mentor, mentee))


def check_manage_relationship(user: User, relationship: MentoringRelationship) -> None:
    _check(can_manage_relationship(user, relationship))


def check_accept_relationship(user: User, relationship: MentoringRelationship) -> None:
    _check(can_accept_relationship(user, relationship))


def check_end_relationship(user: User, relationship: MentoringRelationship) -> None:
    _check(can_end_relationship(user, relationship))


def check_start_group(user: User, place: Place) -> None:
    _check(can_start_group(user, place))


def check_manage_group(user: User, group: MentoringGroup) -> None:
    _check(can_manage_group(user, group))


def check_train(user: User, group: MentoringGroup) -> None:
    _check(can_train(user, group))


def check_schedule(
    user: User, relationship: MentoringRelationship | None, group: MentoringGroup | None = None
) -> None:
    _check(can_schedule(user, relationship, group))


def check_agree_steps(user: User, session: MentoringSession) -> None:
    _check(can_agree_steps(user, session))


def check_change_session(user: User, session: MentoringSession) -> None:
    _check(can_change_session(user, session))


def check_hold_session(user: User, session: MentoringSession) -> None:
    _check(can_hold_session(user, session))


def check_fill(
    user: User,
    purpose: Purpose,
    session: MentoringSession | None = None,
    *,
    finished_at: datetime.datetime | None = None,
) -> None:
    _check(can_fill(user, purpose, session, finished_at=finished_at))


def check_reflect(user: User, session: MentoringSession) -> None:
    _check(can_reflect(user, session))


def check_write_feedback(user: User, session: MentoringSession) -> None:
    _check(can_write_feedback(user, session))


def check_acknowledge(user: User, session: MentoringSession) -> None:
    _check(can_acknowledge(user, session))


def check_share_ratings(user: User, session: MentoringSession) -> None:
    _check(can_share_ratings(user, session))


def check_withdraw_sharing(user: User, session: MentoringSession) -> None:
    _check(can_withdraw_sharing(user, session))


def check_finish_item(user: User, item: ActionItem) -> None:
    _check(can_finish_item(user, item))


def check_set_goals(user: User, relationship: MentoringRelationship) -> None:
    _check(can_set_goals(user, relationship))
