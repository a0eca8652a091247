"""Mentor and mentee share what was observed for the training of mentors, or take it back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentoring import rules
from mentoring.actions.share_for_training import share_for_training
from mentoring.actions.withdraw_sharing import withdraw_sharing
from mentoring.choices import RELEASED_STATUSES
from mentoring.errors import NotPossibleNow
from mentoring.models import Feedback, MentoringSession, TrainingShare
from mentoring_pages.views.field.frame import field_page
from mentoring_pages.views.field.sessions import session_for
from people.models import User
from people.requests import SignedInRequest


@require_POST
@field_page
def sharing(request: SignedInRequest, session_id: uuid.UUID) -> HttpResponse:
    """`share=yes` says yes; anything else takes it back."""
    session = session_for(request, session_id)
    wants = request.POST.get("share") == "yes"
    act = share_for_training if wants else withdraw_sharing
    try:
        act(session=session, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
    except NotPossibleNow as error:
        messages.warning(request, error.message)
        return redirect("field:session", session.pk)
    return redirect("field:result", session.pk)


def sharing_of(user: User, session: MentoringSession) -> dict[str, bool] | None:
    """Who of the two shares; None for one who has no say in it, or before the release."""
    released = Feedback.objects.filter(session=session, status__in=RELEASED_STATUSES)
    if not rules.can_share_ratings(user, session) or not released.exists():
        return None
    shared = TrainingShare.objects.visible_to(user).filter(session=session)
    people = set(shared.values_list("person", flat=True))
    return {"own": user.pk in people, "other": bool(people - {user.pk})}
