"""Who may see a submission, said by the apps above that know what it is about.

An app that files submissions (mentoring files observations) appends a function `user -> Q`
over Submission in its `AppConfig.ready`. A submission that no scope names is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from people.models import User

submission_scopes: list[Callable[[User], Q]] = []
