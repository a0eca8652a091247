"""A domain's new name goes into the words of the forms that use it."""

from __future__ import annotations

import datetime

from django.db import transaction

from forms_builder.models import Domain, FormVersionText
from forms_builder.schema import canonical_hash


@transaction.atomic
def rename_domain(*, domain: Domain, at: datetime.datetime) -> int:
    """Put the name of `domain` into every published text of its language that uses its code.

    The structure does not change, so no version does. Returns how many texts were changed.
    """
    changed = 0
    for row in FormVersionText.objects.select_for_update().filter(
        language=domain.locale.language_code, texts__domains__has_key=domain.code
    ):
        if row.texts["domains"][domain.code] == domain.name:
            continue
        row.texts["domains"][domain.code] = domain.name
        row.text_hash, row.updated_at = canonical_hash(row.texts), at
        row.save()
        changed += 1
    return changed
