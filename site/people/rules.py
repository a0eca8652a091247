"""Who may do what with people, roles and places. What is possible is another question.

Every `check_x` raises `django.core.exceptions.PermissionDenied` with words for the person.
Coordinators act inside the places they coordinate today; superusers everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from people.choices import Role
from people.tree_paths import is_within

if TYPE_CHECKING:
    from people.models import Place, RoleAssignment, User

# Roles of the people a coordinator works with. Coordinators and content admins are made by a
# superuser alone, so that nobody widens their own reach.
GIVEN_BY_COORDINATORS = (Role.MENTOR, Role.MENTEE, Role.SCHOOL_LEADER, Role.MASTER_MENTOR)


def is_coordinator(user: User) -> bool:
    """Whether `user` coordinates any place today."""
    return bool(user.is_active and user.is_authenticated and user.coordinated_paths)


def can_manage_people(user: User) -> bool:
    """Whether `user` has people to look after: a coordinator or a superuser."""
    return bool(user.is_active and user.is_superuser) or is_coordinator(user)


def roles_given_by(user: User) -> tuple[Role, ...]:
    """The roles that `user` may give to others."""
    if user.is_active and user.is_superuser:
        return tuple(Role)
    return GIVEN_BY_COORDINATORS if is_coordinator(user) else ()


def can_work_in(user: User, place: Place | None) -> bool:
    """Whether `place` lies inside the places that `user` coordinates."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    return place is not None and is_within(place.path, user.coordinated_paths)


def can_manage_person(user: User, person: User) -> bool:
    """Whether `user` may change `person`'s account, password and roles.

    A coordinator may where the person belongs to their places: the school lies inside, or, for
    a person without a school, one of the roles held today does. Superusers, coordinators and
    content admins are left to superusers. Nobody manages themselves here.
    """
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    if user.pk == person.pk or person.is_superuser or not is_coordinator(user):
        return False
    if person.has_role(Role.COORDINATOR, Role.CONTENT_ADMIN):
        return False
    school = person.school
    if school is not None:
        return can_work_in(user, school)
    return any(can_work_in(user, assignment.place) for assignment in person.active_roles)


def can_assign_role(user: User, role: str, place: Place | None) -> bool:
    """Whether `user` may give anybody `role` at `place`."""
    if role not in roles_given_by(user):
        return False
    return user.is_superuser or can_work_in(user, place)


def can_end_role(user: User, assignment: RoleAssignment) -> bool:
    """Whether `user` may end this assignment: they could have given it themselves."""
    return can_assign_role(user, assignment.role, assignment.place)


def can_import_schools(user: User) -> bool:
    """Whether `user` may bring in schools; a coordinator's rows stay inside their places."""
    return can_manage_people(user)


def can_use_admin(user: User) -> bool:
    """Whether `user` has work in the admin today: superuser, coordinator or content admin."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.has_role(Role.COORDINATOR, Role.CONTENT_ADMIN)


def check_manage_people(user: User) -> None:
    if not can_manage_people(user):
        raise PermissionDenied(_("Only coordinators manage accounts. Ask your coordinator."))


def check_manage_person(user: User, person: User) -> None:
    if not can_manage_person(user, person):
        raise PermissionDenied(
            _("This person is outside your places. Ask the coordinator of their school.")
        )


def check_work_in(user: User, place: Place | None) -> None:
    if not can_work_in(user, place):
        raise PermissionDenied(
            _("This place is outside the places you coordinate. Choose one of your own places.")
        )


def check_assign_role(user: User, role: str, place: Place | None) -> None:
    if role not in roles_given_by(user):
        raise PermissionDenied(_("You cannot give this role. Ask the administrator of the system."))
    if not user.is_superuser:
        check_work_in(user, place)


def check_end_role(user: User, assignment: RoleAssignment) -> None:
    check_assign_role(user, assignment.role, assignment.place)


def check_import_schools(user: User) -> None:
    if not can_import_schools(user):
        raise PermissionDenied(_("Only coordinators import schools. Ask your coordinator."))
