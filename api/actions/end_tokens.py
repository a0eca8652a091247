"""Ending what lets other programs act for a person."""

from __future__ import annotations

import datetime

from django.db import transaction
from knox.models import get_token_model
from wagtail.log_actions import log

from people.models import User


@transaction.atomic
def end_tokens(*, person: User, by: User | None, at: datetime.datetime) -> int:
    """End every token of the person, from the next request on. Returns how many there were."""
    ended, _by_model = get_token_model().objects.filter(user=person).delete()
    if ended:
        log(person, "api.end_tokens", user=by, timestamp=at, data={"count": ended})
    return ended
