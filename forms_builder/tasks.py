"""What the worker does for forms by itself."""

from __future__ import annotations

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from forms_builder.actions.forget_files import forget_files


@db_periodic_task(crontab(hour="2", minute="40"))
def forget_old_files() -> int:
    """Every night: files that no record has named for a month. Returns how many went."""
    return forget_files(at=timezone.now())
