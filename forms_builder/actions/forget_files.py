"""Files that no record ever named go."""

from __future__ import annotations

import datetime

from django.db import transaction

from forms_builder.models import Attachment

KEPT_FOR = datetime.timedelta(days=30)
AT_ONCE = 500


def forget_files(*, at: datetime.datetime) -> int:
    """Delete files that waited longer than KEPT_FOR for a record. Returns how many."""
    count = 0
    while True:
        with transaction.atomic():
            old = Attachment.objects.waiting().filter(received_at__lt=at - KEPT_FOR)
            # Locked: a record that comes now either has its file already, or finds none.
            ids = list(old.select_for_update().values_list("pk", flat=True)[:AT_ONCE])
            Attachment.objects.waiting().filter(pk__in=ids).delete()
        count += len(ids)
        if len(ids) < AT_ONCE:
            return count
