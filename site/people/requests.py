"""The request that a view gets behind a sign-in."""

from django.http import HttpRequest

from people.models import User


class SignedInRequest(HttpRequest):
    """For annotations only: `user` is a person, never Django's anonymous one."""

    user: User
