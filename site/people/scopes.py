"""Who may see a person, said by the apps above that know why.

`people` knows accounts, roles and places. An app above that has a further reason (a mentor
sees their own mentees) appends a function `user -> Q` over User in its `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from people.models.user import User

person_scopes: list[Callable[[User], Q]] = []
