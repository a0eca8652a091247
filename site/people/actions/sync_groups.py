"""Wagtail asks Django's groups for permissions; these follow from the roles held today."""

from __future__ import annotations

from django.contrib.auth.models import Group

from people.choices import Role
from people.models import User

CONTENT_ADMINS = "Content admins"
COORDINATORS = "Coordinators"
GROUP_OF_ROLE = {Role.CONTENT_ADMIN: CONTENT_ADMINS, Role.COORDINATOR: COORDINATORS}


def sync_groups(*, user: User) -> bool:
    """Put `user` into the groups of the roles held today and out of the others'.

    Two queries where nothing changes (the roles are kept for the request). Groups that a
    superuser made stay as they are. Returns whether anything changed.
    """
    names = set(GROUP_OF_ROLE.values())
    due = (
        {name for role, name in GROUP_OF_ROLE.items() if user.has_role(role)}
        if user.is_active
        else set()
    )
    held = set(user.groups.filter(name__in=names).values_list("name", flat=True))
    if held == due:
        return False
    user.groups.remove(*Group.objects.filter(name__in=held - due))
    user.groups.add(*[Group.objects.get_or_create(name=name)[0] for name in due - held])
    for cache in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        if hasattr(user, cache):
            delattr(user, cache)
    return True
