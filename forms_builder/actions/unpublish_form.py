"""Taking a form back: it is no longer offered, its versions and answers stay."""

from __future__ import annotations

from django.db import transaction

from forms_builder.models import FormVersion, ObservationForm
from forms_builder.queries import leading_form
from forms_builder.signals import form_unpublished


@transaction.atomic
def unpublish_form(*, form: ObservationForm) -> None:
    """Offer no version of the form any more. Answers on their way are still accepted.

    Taking back a translation changes nothing: the words stay for answers given in them, and the
    leading form alone decides whether the form is offered. Sends `form_unpublished`.
    """
    leading = leading_form(form.form_key)
    if leading and leading.pk != form.pk:
        return
    if FormVersion.objects.current().filter(form=form.form_key).update(is_current=False):
        form_unpublished.send(sender=ObservationForm, form_key=form.form_key)
