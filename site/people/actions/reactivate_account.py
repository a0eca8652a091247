"""Opening a closed account again."""

from __future__ import annotations

import datetime

from django.db import transaction
from wagtail.log_actions import log

from people.actions.sync_groups import sync_groups
from people.models import User
from people.rules import check_manage_person
from people.signals import account_reactivated


@transaction.atomic
def reactivate_account(*, person: User, by: User, at: datetime.datetime) -> None:
    """Let a person sign in again with the password they had. Raises PermissionDenied."""
    check_manage_person(by, person)
    if person.is_active:
        return
    person.is_active = True
    person.save(update_fields=["is_active"])
    sync_groups(user=person)
    log(person, "people.reactivate_account", user=by, timestamp=at)
    account_reactivated.send(User, user=person, by=by, at=at)
