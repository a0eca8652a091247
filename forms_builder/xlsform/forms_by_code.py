"""Finding the form that a file is written of."""

from __future__ import annotations

from forms_builder.models import ObservationForm
from forms_builder.queries import leading_form


def form_by_code(code: str) -> ObservationForm | None:
    """Return the leading form with a code, as its latest draft; None if there is none."""
    form = ObservationForm.objects.filter(code=code).order_by("pk").first()
    leading = leading_form(form.form_key) if form else None
    return latest_draft(leading) if leading else None


def latest_draft(form: ObservationForm) -> ObservationForm:
    """Return a form as its editors last left it."""
    return form.get_latest_revision_as_object() if form.latest_revision_id else form
