"""Signing in with a username, an e-mail address or a Cambodian phone number."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models.functions import Lower
from django.http import HttpRequest

from khmer.clean import clean_line
from people import phones
from people.models.user import User, UserQuerySet


class NameMailPhoneBackend(ModelBackend):
    """One box for all three. What was typed tells which it is: an e-mail address has an @, a
    username has a letter, a phone number has neither. So nobody can take another's phone number
    as a username, and each attempt costs one query and one password hash, whoever it is for.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if not username or password is None:
            return None
        user = people_known_as(username).first()
        if user is None:
            # As much work as a wrong password, so that time does not tell who has an account.
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None


def people_known_as(name: str) -> UserQuerySet:
    """The person, if any, who signs in with `name`; at most one."""
    return User.objects.alias(email_lower=Lower("email")).filter(**_lookup(name))


def sign_in_key(name: str) -> str:
    """One spelling for all ways to write the same sign-in name, to count failed attempts by."""
    return next(iter(_lookup(name).values()))


def attempted_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The name that django-axes counts an attempt under (`AXES_USERNAME_CALLABLE`)."""
    name = (credentials or {}).get("username")
    if name is None and request is not None:
        name = request.POST.get("username")
    return sign_in_key(name or "")


def _lookup(name: str) -> dict[str, str]:
    typed = clean_line(name)
    if "@" in typed:
        return {"email_lower": typed.lower()}
    if not any(character.isalpha() for character in typed):
        try:
            return {"phone": phones.normalise(typed)}
        except ValueError:
            pass
    return {"username": User.normalize_username(typed)}
