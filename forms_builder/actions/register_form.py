"""Content of a form gets the row that stands for the form, whichever way it came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from forms_builder.codes import check_code
from forms_builder.models import Form, ObservationForm

if TYPE_CHECKING:
    from people.models import Place


@transaction.atomic
def register_form(
    *, form: ObservationForm, place: Place | None = None, derived_from: Form | None = None
) -> Form:
    """Return the row of the form whose content is about to be saved; make it for a new one.

    `place` and `derived_from` are of a new form. The unsaved content takes the row's code, so
    that an old draft or a translation never brings back another. Content that was deleted comes
    back to its row by its key. Raises ValidationError for a code that cannot be had.
    """
    row = Form.objects.filter(pk=form.form_key).first()
    if row is None:
        check_code(form.code, form_key=form.form_key, place=place)
        row, _made = Form.objects.get_or_create(
            pk=form.form_key,
            defaults={"code": form.code, "place": place, "derived_from": derived_from},
        )
    form.code = row.code
    return row
