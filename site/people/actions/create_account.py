"""Making an account for a person, with profile and first role."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.account_fields import check_names, set_fields
from people.actions.assign_role import record_role
from people.choices import PlaceKind
from people.models import Place, Profile, User
from people.passwords import make_password
from people.rules import check_manage_people, check_work_in
from people.signals import account_created


@transaction.atomic
def create_account(
    *,
    username: str,
    first_name: str,
    last_name: str,
    by: User,
    at: datetime.datetime,
    role: str | None = None,
    place: Place | None = None,
    school: Place | None = None,
    password: str | None = None,
    start_date: datetime.date | None = None,
    **fields: Any,
) -> tuple[User, str]:
    """Return the new person and their password, made up where none is given. It is told this
    once and nowhere stored.

    `fields` are further fields of the account and profile (`account_fields.py`). The role begins
    on `start_date`, today where none is given. A person with a role at a school works there
    unless `school` says otherwise. Raises PermissionDenied where role or place is not the
    coordinator's to give, TypeError for an unknown field, and ValidationError by field.
    """
    check_manage_people(by)
    if place is not None and place.kind == PlaceKind.SCHOOL and school is None:
        school = place
    if not by.is_superuser:
        if school is not None:
            check_work_in(by, school)
        elif role is None:
            raise PermissionDenied(
                _("Choose a school or a role in your places, so that the person belongs there.")
            )

    fields = {
        "username": username,
        "first_name": first_name,
        "last_name": last_name,
        "school": school,
        **fields,
    }
    check_names(fields)
    user, profile = User(), Profile()
    set_fields(user, profile, fields)
    _check_password(password, user)
    password = password or make_password()
    user.set_password(password)
    user.full_clean()
    user.save()
    profile.user = user
    profile.full_clean(exclude=["user"])
    profile.save()
    log(user, "people.create_account", user=by, timestamp=at)
    account_created.send(User, user=user, by=by, at=at)

    if role is not None:
        record_role(
            user=user,
            role=role,
            place=place,
            start_date=start_date or timezone.localtime(at).date(),
            end_date=None,
            by=by,
            at=at,
        )
    return user, password


def _check_password(password: str | None, user: User) -> None:
    if password is None or password == "":
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
