"""Giving a person a new password."""

from __future__ import annotations

import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from people.models import User
from people.passwords import make_password
from people.rules import check_manage_person
from people.signals import password_reset


@transaction.atomic
def reset_password(
    *, person: User, by: User, at: datetime.datetime, password: str | None = None
) -> str:
    """Return the new password, made up where none is given. It is told this once.

    Open sessions end, since a session holds a hash of the password it began with; the signal
    lets the API end its tokens. Raises PermissionDenied and ValidationError.
    """
    check_manage_person(by, person)
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from error
    password = password or make_password()
    person.set_password(password)
    person.save(update_fields=["password"])
    log(person, "people.reset_password", user=by, timestamp=at)
    password_reset.send(User, user=person, by=by, at=at)
    return password
