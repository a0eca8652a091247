"""What was observed in a lesson, and how far two observers of it agree."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forms_builder.agreement import agreement
from forms_builder.queries import text_of
from mentoring.actions.note_readings import note_readings
from mentoring.choices import Part, RecordKind
from mentoring.models import MentoringSession, Observation
from mentoring.queries import feedback_gate
from mentoring_pages.agreement_rows import agreement_rows
from mentoring_pages.views.field.frame import field_page, page
from mentoring_pages.views.field.observe import may_correct
from mentoring_pages.views.field.sessions import partner_in, session_for
from mentoring_pages.views.field.sharing import sharing_of
from people.requests import SignedInRequest


@require_safe
@field_page
def result(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """What was observed, by domain, each with what it is out of."""
    session = session_for(request, session_id)
    observations = (
        Observation.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("submission__version", "filled_by")
        .order_by("filled_at", "pk")
    )
    found = list(observations)
    if not found:
        raise Http404
    note_readings(
        sessions=[session.pk], record=RecordKind.RESULT, by=request.user, at=timezone.now()
    )
    part = session.part_of(request.user)
    is_mentor = part == Part.MENTOR
    return page(
        request,
        "result",
        {
            "session": session,
            "partner": partner_in(request, session),
            "observations": found,
            "language": get_language() or "km",
            "is_mentor": is_mentor,
            "is_mentee": part == Part.MENTEE,
            "gate": feedback_gate(session) if is_mentor else None,
            "can_correct": any(may_correct(request, session, one) for one in found),
            "letter_url": reverse("field:letter", args=[session.pk]),
            "sharing": sharing_of(request.user, session),
            "comparisons": _comparisons(request, session, found),
        },
        here="visits",
    )


def _comparisons(
    request: SignedInRequest, session: MentoringSession, found: list[Observation]
) -> list[dict[str, Any]]:
    """How far the mentor and a second observer of the lesson agree, for one who is either.

    There is nothing to compare where they filled other versions of the form.
    """
    led = next((one for one in found if not one.is_beside), None)
    rows = []
    for one in found:
        if led is None or one is led or not _has_same_version(led, one):
            continue
        if request.user.pk in (led.filled_by_id, one.filled_by_id):
            other = led if one.filled_by_id == request.user.pk else one
            rows.append({"observer": other.filled_by, "agreement": _agreement_of(led, one)})
    return rows


def _has_same_version(one: Observation, other: Observation) -> bool:
    return one.submission.version_id == other.submission.version_id


def _agreement_of(led: Observation, other: Observation) -> list[dict[str, Any]]:
    version = led.submission.version
    compared = agreement(version.schema, led.submission.scores, other.submission.scores)
    return agreement_rows(compared.as_dict(), text_of(version, get_language() or "km").texts)
