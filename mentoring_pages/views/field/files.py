"""Files that are answers, for those who may see the record that they belong to."""

from __future__ import annotations

import uuid

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from forms_builder.models import Attachment
from forms_builder.serving import file_response
from mentoring.actions.note_readings import note_readings
from mentoring.choices import RecordKind
from mentoring.models import Filling
from mentoring_pages.views.field.frame import field_page
from people.requests import SignedInRequest


@require_safe
@field_page
def file(request: SignedInRequest, file_id: uuid.UUID) -> HttpResponseBase:
    """One photo, recording or document. Looking at it is looking at the result."""
    found = get_object_or_404(Attachment.objects.visible_to(request.user), pk=file_id)
    filling = Filling.objects.filter(pk=found.submission_id).first()
    if filling is not None and filling.session_id is not None:
        note_readings(
            sessions=[filling.session_id],
            record=RecordKind.RESULT,
            by=request.user,
            at=timezone.now(),
        )
    return file_response(request, found)
