"""Changing what an account and its profile say of a person."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from people.account_fields import PROFILE_FIELDS, check_names, set_fields
from people.models import Profile, User
from people.rules import check_manage_person, check_work_in
from people.signals import account_updated


@transaction.atomic
def update_account(*, person: User, by: User, at: datetime.datetime, **fields: Any) -> list[str]:
    """Set the given fields of account and profile; return the names of those that changed.

    A person moves only to a school of the coordinator's own places. Raises PermissionDenied,
    TypeError for a field that is not of an account, and ValidationError by field.
    """
    check_names(fields)
    check_manage_person(by, person)
    profile = getattr(person, "profile", None) or Profile(user=person)
    changed = set_fields(person, profile, fields)
    if "school" in changed and not by.is_superuser:
        check_work_in(by, fields["school"])
    if not changed:
        return changed
    person.full_clean()
    person.save()
    if profile._state.adding or set(changed) & set(PROFILE_FIELDS):
        profile.full_clean(exclude=["user"])
        profile.save()
    log(person, "people.update_account", user=by, timestamp=at, data={"changed": changed})
    account_updated.send(User, user=person, changed=changed, by=by, at=at)
    return changed
