"""Tables that the rules of a form look things up in: brought, renewed, taken away."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from forms_builder.logic.table_problems import table_errors
from forms_builder.models import ChoiceListContent, ObservationForm
from forms_builder.queries import draft_to_change
from forms_builder.schema import canonical_hash, form_tables

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def keep_table(
    *,
    form: ObservationForm,
    name: str,
    table: Mapping[str, Any] | None,
    by: User | None,
    at: datetime.datetime,
) -> None:
    """Give the latest draft of `form` a table under a name, None to take it away.

    `table` is as `read_csv` returns it. Published versions keep the tables that they have. Raises
    ValidationError if the form is a translation, or if a rule of the draft could then no longer
    look up what it does.
    """
    draft = draft_to_change(form)
    before = form_tables(draft)
    after = {key: one for key, one in before.items() if key != name}
    hashes = {key: hash for key, hash in draft.tables.items() if key != name}
    if table is not None:
        after[name], hashes[name] = dict(table), canonical_hash(table)
    known = table_errors(draft.body, before)
    if errors := [error for error in table_errors(draft.body, after) if error not in known]:
        raise ValidationError(errors)
    if table is not None:
        ChoiceListContent.objects.get_or_create(hash=hashes[name], defaults={"content": table})
    draft.tables = hashes
    draft.save_revision(user=by, clean=False)
    log(
        instance=form,
        action="forms_builder.keep_table",
        user=by,
        timestamp=at,
        data={"table": name, "rows": len(table["rows"]) if table else 0},
    )
