"""An agreed next step is done."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.choices import ActionStatus
from mentoring.errors import NotPossibleNow
from mentoring.models import ActionItem

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def finish_action_item(*, item: ActionItem, by: User, at: datetime.datetime) -> ActionItem:
    """Mark an open step as done; a second time changes nothing.

    Steps of feedback that is not released are the mentor's draft. Raises PermissionDenied,
    NotPossibleNow.
    """
    item.refresh_from_db(from_queryset=ActionItem.objects.select_for_update())
    rules.check_finish_item(by, item)
    if not ActionItem.objects.visible_to(by).filter(pk=item.pk).exists():
        raise PermissionDenied
    if item.status == ActionStatus.DONE:
        return item
    if item.status == ActionStatus.CARRIED_OVER:
        raise NotPossibleNow(
            _("This step was carried over to a later session. Mark it as done there.")
        )
    item.status, item.done_at = ActionStatus.DONE, at
    item.save(update_fields=["status", "done_at"])
    audit.record(item.session, "finish_action_item", by=by, at=at, item=item.pk)
    signals.action_item_finished.send(ActionItem, item=item, by=by, at=at)
    return item
