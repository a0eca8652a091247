"""What actions raise, beside PermissionDenied (may not) and ValidationError (bad input)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from mentoring.models import Feedback


class NotPossibleNow(Exception):
    """The person may do this, but not in the present state. `message` says what to do instead."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class StaleEdit(NotPossibleNow):
    """Somebody saved in between. `current` is what is stored; the caller keeps what was typed."""

    def __init__(self, current: Feedback):
        super().__init__(
            _(
                "This feedback was changed in another window since you opened it. Compare both "
                "texts below and save again."
            )
        )
        self.current = current
