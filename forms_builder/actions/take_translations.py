"""Translations come back from a translator in a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from forms_builder.strings import kept, plain
from forms_builder.translation_sheets import SheetRow
from khmer.clean import clean

if TYPE_CHECKING:
    from people.models import User


class LeftOut(NamedTuple):
    """A row that was not taken, and why."""

    number: int
    text: str
    reason: str


class Taken(NamedTuple):
    """How many texts are new or other than before, how many were the same, what was not taken."""

    changed: int
    same: int
    left_out: list[LeftOut]


@transaction.atomic
def take_translations(
    *,
    translation: Translation,
    rows: Iterable[SheetRow],
    by: User | None,
    at: datetime.datetime,
) -> Taken:
    """Keep each row's translation where its source still stands at its place.

    Rows without a translation change nothing, so nothing that is translated is lost. The
    translation is not published. Returns what was taken and what was not.
    """
    source = translation.source
    segments = {
        (segment.context.path, _same(plain(segment.string.data))): segment
        for segment in StringSegment.objects.filter(source=source).select_related(
            "context", "string"
        )
    }
    paths = {path for path, _text in segments}
    known = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=translation.target_locale, context__object_id=source.object_id
        )
    }
    changed, same = 0, 0
    left_out: list[LeftOut] = []
    done: set[int] = set()
    for row in rows:
        words = clean(row.translation).strip()
        segment = segments.get((row.context.strip(), _same(row.source)))
        reason = ""
        if not words:
            reason = _("It has no translation.")
        elif row.context.strip() not in paths:
            reason = _("The form has no such text any more.")
        elif segment is None:
            reason = _("The text in the form has changed since. Translate it again.")
        elif segment.pk in done:
            reason = _("The text stands in the file twice. The first row was taken.")
        elif len(words) > 5_000:
            reason = _("The translation is too long.")
        if reason or segment is None:
            left_out.append(LeftOut(row.number, row.source[:200], reason))
            continue
        done.add(segment.pk)
        html = kept(words)
        stored = known.get((segment.string_id, segment.context_id))
        if stored and stored.data == html and not stored.has_error:
            same += 1
            continue
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            locale=translation.target_locale,
            context=segment.context,
            defaults={
                "data": html,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": by,
                "has_error": False,
                "field_error": "",
                "updated_at": at,
            },
        )
        changed += 1
    log(
        instance=source.get_source_instance(),
        action="forms_builder.take_translations",
        user=by,
        timestamp=at,
        data={"language": translation.target_locale.language_code, "changed": changed},
    )
    return Taken(changed, same, left_out)


def _same(text: str) -> str:
    """Spreadsheets change line ends and outer spaces; that is no other text."""
    return " ".join(text.split())
