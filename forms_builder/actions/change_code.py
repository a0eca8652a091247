"""The code of a form that was never published is corrected."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder.codes import check_code
from forms_builder.models import Form, ObservationForm


@transaction.atomic
def change_code(*, form: ObservationForm, code: str) -> None:
    """Give the form, in every language, another code; the old one is free again.

    Raises ValidationError once there is a version, and for a code that cannot be had.
    """
    row = Form.objects.select_for_update(of=("self",)).select_related("place").get(pk=form.form_key)
    if row.code != code:
        if row.versions.exists():
            raise ValidationError({"code": _("The code of a published form never changes.")})
        check_code(code, form_key=row.pk, place=row.place)
        row.code = code
        row.save(update_fields=["code"])
        ObservationForm.objects.filter(translation_key=row.pk).update(code=code)
    form.code = code
