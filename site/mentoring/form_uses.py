"""How many visits a form is for, for those who edit forms. No visit is named."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from forms_builder.uses import FormUse
from khmer.digits import written
from mentoring.choices import SessionStatus
from mentoring.models import MentoringSession


def visits_with_form(form_key: UUID) -> Iterator[FormUse]:
    """Yield the number of visits that are planned and that were held with a form, if any."""
    visits = MentoringSession.objects.filter(form=form_key)
    planned = visits.filter(
        status__in=[
            SessionStatus.SCHEDULED,
            SessionStatus.RESCHEDULED,
            SessionStatus.IN_PROGRESS,
        ]
    ).count()
    held = visits.filter(status=SessionStatus.COMPLETED).count()
    if planned:
        yield FormUse(_("Visits planned with it"), written(planned))
    if held:
        yield FormUse(_("Visits held with it"), written(held))
