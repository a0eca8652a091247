"""Closing an account. Nothing of what the person did is deleted."""

from __future__ import annotations

import datetime

from django.db import transaction
from wagtail.log_actions import log

from people.actions.sync_groups import sync_groups
from people.models import User
from people.rules import check_manage_person
from people.signals import account_deactivated


@transaction.atomic
def deactivate_account(*, person: User, by: User, at: datetime.datetime) -> None:
    """Refuse sign-in from the next request on. Roles and records stay. Raises PermissionDenied."""
    check_manage_person(by, person)
    if not person.is_active:
        return
    person.is_active = False
    person.save(update_fields=["is_active"])
    sync_groups(user=person)
    log(person, "people.deactivate_account", user=by, timestamp=at)
    account_deactivated.send(User, user=person, by=by, at=at)
