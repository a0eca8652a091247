"""Today: the page that a person's work begins with."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forms_builder.calibration import lessons_to_code
from mentoring.actions.accept_relationship import accept_relationship
from mentoring.choices import Part, RelationshipStatus, Step
from mentoring.errors import NotPossibleNow
from mentoring.models import ActionItem, Membership, MentoringRelationship, MentoringSession
from mentoring.queries import (
    Work,
    lessons_set_for,
    upcoming_sessions,
    work_of_leading,
    work_of_learning,
)
from mentoring_pages.views.field.frame import field_page, page, works_in_field
from mentoring_pages.views.field.next_steps import card_of, is_doable, most_urgent
from people.choices import Role
from people.models import User
from people.requests import SignedInRequest

VISITS_SHOWN = 5
PEOPLE_SHOWN = 10
ITEMS_SHOWN = 5


@require_safe
@field_page
def today(request: SignedInRequest) -> HttpResponse:
    user = request.user
    now = timezone.now()
    day = timezone.localdate(now)
    context = {"now": now, "greeting": greeting(now), "works_in_field": works_in_field(user)}
    context["opens_admin"] = user.is_superuser or user.has_role(
        Role.COORDINATOR, Role.CONTENT_ADMIN
    )
    context["leads_school"] = bool(user.led_paths)
    if context["works_in_field"]:
        works = [*work_of_leading(user, now), *work_of_learning(user, now)]
        urgent = most_urgent(works, lambda session: _is_on(session.scheduled_date, day))
        visits = list(upcoming_sessions(user, now)[:VISITS_SHOWN])
        relationships = list(_partners(user))
        context |= {
            "next": card_of(urgent, user) if urgent else None,
            "also_open": [
                {"work": work, "card": card_of(work, user)}
                for work in works
                if work != urgent and _is_due(work, day)
            ][:VISITS_SHOWN],
            "visits_today": [visit for visit in visits if _is_on(visit.scheduled_date, day)],
            "visits_coming": [visit for visit in visits if not _is_on(visit.scheduled_date, day)],
            "keep_pages": [address for visit in visits for address in _to_keep(visit, user)],
            "mentees": [row for row in relationships if row.mentor_id == user.pk][:PEOPLE_SHOWN],
            "mentors": [row for row in relationships if row.mentee_id == user.pk],
            "memberships": _memberships(user),
            "items": _open_items(user),
            "lessons_set": lessons_set_for(user),
            **_reference_lessons(user),
        }
    return page(request, "today", context, here="today")


@require_POST
@field_page
def accept(request: SignedInRequest, relationship_id) -> HttpResponse:
    """The mentor says yes to a proposed relationship."""
    relationship = get_object_or_404(
        MentoringRelationship.objects.visible_to(request.user), pk=relationship_id
    )
    try:
        accept_relationship(relationship=relationship, by=request.user, at=timezone.now())
        messages.success(request, _("Thank you. The mentoring has begun."))
    except NotPossibleNow as error:
        messages.warning(request, error.message)
    return redirect("field:today")


def greeting(now: datetime.datetime) -> str:
    """A greeting for the time of day; it goes before the honorific and name."""
    hour = timezone.localtime(now).hour
    if hour < 11:
        return _("Good morning")
    if hour < 17:
        return _("Good afternoon")
    return _("Good evening")


def _is_due(work: Work, day: datetime.date) -> bool:
    """Something to do by now: no visit of a later day, nothing that waits for somebody else."""
    if work.step in (Step.OBSERVE, Step.HOLD):
        return timezone.localtime(work.session.scheduled_date).date() < day
    return is_doable(work)


def _is_on(moment: datetime.datetime, day: datetime.date) -> bool:
    return timezone.localtime(moment).date() == day


def _to_keep(visit: MentoringSession, user: User) -> list[str]:
    """The pages of a coming visit or meeting that a phone keeps for where there is no signal."""
    of_visit = reverse("field:session", args=[visit.pk])
    if visit.group is not None:
        return [of_visit]
    if visit.part_of(user) == Part.MENTOR and visit.is_observation and visit.form_id:
        return [reverse("field:observe", args=[visit.pk]), of_visit]
    return []


def _memberships(user: User) -> QuerySet[Membership]:
    """The groups that one belongs to today."""
    return Membership.objects.of(user).select_related("group").order_by("group__name", "pk")


def _partners(user):
    """The relationships that are open, with the people and the school, in one query."""
    return (
        MentoringRelationship.objects.visible_to(user)
        .filter(Q(mentor=user) | Q(mentee=user))
        .open()
        .select_related("mentor", "mentee", "place", "mentor__profile__school")
        .order_by("mentee__sort_key", "pk")
        .annotate(is_proposed=Q(status=RelationshipStatus.PROPOSED))
    )


def _open_items(user):
    return (
        ActionItem.objects.visible_to(user)
        .filter(who=user, status="OPEN")
        .exclude(session__feedback__status="DRAFT")
        .select_related("session", "who", "carried_from")[:ITEMS_SHOWN]
    )


def _reference_lessons(user: User) -> dict[str, int]:
    """How many lessons there are to practise on, and how many of them wait for one's codes."""
    coded = list(lessons_to_code(user).values_list("is_coded", flat=True))
    return {"lessons": len(coded), "lessons_waiting": coded.count(False)}
