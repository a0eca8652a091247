"""Questions of the library become questions of a form, as a copy that is edited on its own."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail_localize.models import (
    StringTranslation,
    TranslatableObject,
    TranslationContext,
)

from forms_builder.duplicates import copied
from forms_builder.models import LibraryPart, ObservationForm
from forms_builder.queries import draft_to_change, known_codes

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def insert_from_library(
    *, form: ObservationForm, part: LibraryPart, by: User | None, at: datetime.datetime
) -> int:
    """Append a copy of `part` to the latest draft of `form`; return how many blocks came.

    The copy has ids of its own and codes that no version of the form ever had. Where the part is
    translated, the words of its translations wait for the form's. Raises ValidationError if the
    form is a translation, or if the part is in another language.
    """
    draft = draft_to_change(form)
    if part.locale_id != form.locale_id:
        raise ValidationError(
            _("“%(title)s” is in another language. Translate it first.") % {"title": part.title}
        )
    body = list(draft.body.get_prep_value())
    taken = set(known_codes(form.form_key).values())
    taken |= {child["value"].get("code", "") for child in body}
    fresh, ids = copied(list(part.body.get_prep_value()), taken)
    draft.body = ObservationForm.body.field.to_python([*body, *fresh])
    draft.save_revision(user=by, clean=False)
    _bring_translations(form, part, ids, by)
    log(
        instance=form,
        action="forms_builder.insert_from_library",
        user=by,
        timestamp=at,
        data={"part": part.title},
    )
    return len(fresh)


def _bring_translations(
    form: ObservationForm, part: LibraryPart, ids: dict[str, str], by: User | None
) -> None:
    """Keep the part's translated words under the places that they have in the form."""
    TranslatableObject.objects.get_or_create_from_instance(form)
    rows = StringTranslation.objects.filter(
        context__object_id=part.translation_key,
        context__path__startswith="body.",
        translation_of__locale=form.locale_id,
        has_error=False,
    ).select_related("context")
    for row in rows:
        path = ".".join(ids.get(step, step) for step in row.context.path.split("."))
        context, _created = TranslationContext.objects.get_or_create(
            object_id=form.form_key, path=path
        )
        StringTranslation.objects.get_or_create(
            translation_of_id=row.translation_of_id,
            locale_id=row.locale_id,
            context=context,
            defaults={
                "data": row.data,
                "translation_type": row.translation_type,
                "last_translated_by": by,
            },
        )
