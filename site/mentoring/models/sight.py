"""Who may see a kind of record: tables, from which both the scopes and the sentences are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import User

NOBODY_ELSE = _("Nobody else: no coordinator, school leader or administrator.")
NOTHING = Q(pk__in=[])


class Sight(NamedTuple):
    """One row: its name, whom and when it opens to in words, and the records it opens to a user."""

    name: str
    words: Promise
    opens: Callable[[User], Q]


def opened_by(table: Iterable[Sight], user: User) -> Q:
    """Over the table's records: those that any of its rows opens to `user` today."""
    scope = NOTHING
    if user.is_authenticated:
        for row in table:
            scope |= row.opens(user)
    return scope
