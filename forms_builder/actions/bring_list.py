"""A list in steps that came with a form."""

from __future__ import annotations

from django.db import transaction

from forms_builder.models import ChoiceList, ChoiceListContent
from forms_builder.schema import canonical_hash
from forms_builder.xlsform.own_sheets import OwnList


@transaction.atomic
def bring_list(*, code: str, brought: OwnList | None) -> tuple[ChoiceList | None, bool]:
    """Return the list with a code, and whether it says what `brought` does.

    A list that is here stays as it is, since other forms ask it. Where there is none, it is made
    of `brought`; without that there is no list.
    """
    hash = canonical_hash(brought.tree) if brought else ""
    known = ChoiceList.objects.filter(code=code).first()
    if known is not None:
        return known, known.content_id == hash or not brought
    if brought is None or not brought.tree["nodes"] or len(code) > 64:
        return None, False
    content, _made = ChoiceListContent.objects.get_or_create(
        hash=hash, defaults={"content": brought.tree}
    )
    return ChoiceList.objects.create(code=code, title=brought.title[:255], content=content), True
