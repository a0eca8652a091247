"""How a teacher grows: a sentence, a line with its table, goals, letters. Own past only."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from khmer.digits import written
from mentoring import rules
from mentoring.actions.add_goal import add_goal
from mentoring.actions.note_readings import note_readings
from mentoring.actions.reach_goal import reach_goal
from mentoring.choices import ActionStatus, FeedbackStatus, Part, RecordKind
from mentoring.models import ActionItem, Feedback, Goal, MentoringRelationship
from mentoring.queries import Progress, lessons_of, progress_of, sessions_of
from mentoring.queries.progress import Score
from mentoring_pages.views.field.feedback_forms import GoalForm, error_lines
from mentoring_pages.views.field.frame import field_page, page
from people.choices import Role
from people.models import User
from people.requests import SignedInRequest

LETTERS = 20
VISITS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def growth(request: SignedInRequest) -> HttpResponse:
    """One's own growth. POST adds a goal."""
    user = request.user
    letters = (
        Feedback.objects.visible_to(user)
        .filter(session__participants__person=user, session__participants__part=Part.MENTEE)
        .exclude(status=FeedbackStatus.DRAFT)
        .select_related("session")
        .prefetch_related("session__participants")
        .order_by("-released_at")[:LETTERS]
    )
    relationship = (
        MentoringRelationship.objects.lasting(timezone.localdate()).filter(mentee=user).first()
    )
    context = {"letters": letters}
    return _show(request, "growth", user, relationship, context, redirect_to=("field:growth", []))


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def person(request: SignedInRequest, person_id: int) -> HttpResponse:
    """A mentor's page of a teacher: progress, visits, goals. POST adds a goal."""
    relationships = MentoringRelationship.objects.visible_to(request.user).filter(
        mentor=request.user, mentee=person_id
    )
    relationship = relationships.select_related("mentee", "mentor", "place").first()
    if relationship is None:
        raise Http404
    mentee = relationship.mentee
    visits = sessions_of(request.user).filter(
        participants__person=mentee, participants__part=Part.MENTEE
    )
    context = {
        "person": mentee,
        "relationship": relationship,
        "visits": visits.order_by("-scheduled_date", "-pk")[:VISITS],
        "lessons": lessons_of(mentee, request.user)[:VISITS]
        if request.user.has_role(Role.MASTER_MENTOR)
        else [],
    }
    return _show(
        request, "person", mentee, relationship, context, redirect_to=("field:person", [mentee.pk])
    )


def _show(
    request: SignedInRequest,
    template: str,
    mentee: User,
    relationship: MentoringRelationship | None,
    context: dict[str, Any],
    *,
    redirect_to: tuple[str, list],
) -> HttpResponse:
    can_set = relationship is not None and rules.can_set_goals(request.user, relationship)
    form = GoalForm(request.POST or None)
    lines: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        if relationship is None or not can_set:
            raise Http404
        status = 422
        if form.is_valid():
            try:
                add_goal(
                    relationship=relationship,
                    by=request.user,
                    at=timezone.now(),
                    **form.cleaned_data,
                )
            except ValidationError as error:
                lines = [{"href": "#id_statement", "text": text} for text in error.messages]
            else:
                messages.success(request, _("The goal is saved."))
                name, arguments = redirect_to
                return redirect(name, *arguments)
    progress = progress_of(mentee, request.user)
    if mentee.pk != request.user.pk:
        note_readings(
            sessions=[point.session_id for point in progress.points],
            record=RecordKind.RESULT,
            by=request.user,
            at=timezone.now(),
        )
    goals = (
        Goal.objects.visible_to(request.user)
        .filter(relationship__mentee=mentee)
        .select_related("relationship")
    )
    if template == "person":
        goals = goals.filter(relationship=relationship)
    items = (
        ActionItem.objects.visible_to(request.user)
        .filter(
            session__participants__person=mentee,
            session__participants__part=Part.MENTEE,
            status=ActionStatus.OPEN,
        )
        .exclude(session__feedback__status=FeedbackStatus.DRAFT)
        .select_related("who", "carried_from", "session")
    )
    return page(
        request,
        template,
        {
            **context,
            "lines": lines_of(progress),
            "sentence": sentence_of(progress),
            "domains": domains_of(progress),
            "goals": [{"goal": goal, "seen_by": seen_by(goal, progress)} for goal in goals],
            "items": items,
            "goal_form": form if can_set else None,
            "error_lines": [*lines, *(error_lines(form) if form.is_bound else [])],
        },
        here="growth" if template == "growth" else "today",
        status=status,
    )


@require_POST
@field_page
def goal_reached(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """The goal is reached."""
    goal = get_object_or_404(
        Goal.objects.visible_to(request.user).select_related("relationship"), pk=goal_id
    )
    reach_goal(goal=goal, by=request.user, at=timezone.now())
    messages.success(request, _("Congratulations. The goal is reached."))
    if goal.relationship.mentee_id == request.user.pk:
        return redirect("field:growth")
    return redirect("field:person", goal.relationship.mentee_id)


def lines_of(progress: Progress) -> list[dict[str, Any]]:
    """One line a form: its points over time, oldest first, as the growth chart wants them."""
    lines: dict[uuid.UUID, dict[str, Any]] = {}
    for point in progress.points:
        if point.form.share is None:
            continue
        line = lines.setdefault(
            point.form_key,
            {"title": progress.form_titles.get(point.form_code, point.form_code), "points": []},
        )
        line["points"].append(
            {
                "date": timezone.localtime(point.observed_at).date(),
                "points": _plain(point.form.points),
                "out_of": _plain(point.form.out_of),
            }
        )
    return list(lines.values())


def domains_of(progress: Progress) -> list[dict[str, Any]]:
    """Each domain of the newest observation, with the change since the first, in words."""
    rows = []
    for code in progress.domain_codes():
        scores = [
            point.domains[code]
            for point in progress.points
            if code in point.domains and point.domains[code].share is not None
        ]
        if not scores:
            continue
        last = scores[-1]
        rows.append(
            {
                "name": progress.domain_names.get(code, code),
                "points": _plain(last.points),
                "out_of": _plain(last.out_of),
                "note": _change(scores),
            }
        )
    return rows


def _change(scores: list[Score]) -> str:
    shares = [score.share for score in scores if score.share is not None]
    if len(shares) < 2:
        return _("First observation")
    first, last = shares[0], shares[-1]
    if last > first:
        return _("Higher than at the first observation")
    if last == first:
        return _("The same as at the first observation")
    return _("This needs time: lower than at the first observation")


def sentence_of(progress: Progress) -> str:
    """The growth in one sentence: small progress is progress."""
    rows = [point for point in progress.points if point.form.share is not None]
    if not rows:
        return ""
    if len(rows) == 1:
        return _("This is the beginning: the first observation is in.")
    grown = [
        progress.domain_names.get(code, code)
        for code in progress.domain_codes()
        if _rise(progress, code) > 0
    ]
    count = written(len(rows))
    if not grown:
        return ngettext(
            "%(count)s observation so far. Steady work takes time.",
            "%(count)s observations so far. Steady work takes time.",
            len(rows),
        ) % {"count": count}
    best = max(progress.domain_codes(), key=lambda code: _rise(progress, code))
    return _("Over %(count)s observations, the most growth is in “%(domain)s”.") % {
        "count": count,
        "domain": progress.domain_names.get(best, best),
    }


def _rise(progress: Progress, code: str) -> Decimal:
    shares = [
        share
        for point in progress.points
        if code in point.domains and (share := point.domains[code].share) is not None
    ]
    return shares[-1] - shares[0] if len(shares) > 1 else Decimal(0)


def seen_by(goal: Goal, progress: Progress) -> str:
    """How one will see that a goal is reached: a criterion by its name, or the person's words."""
    names = [
        name for (_form, code), name in progress.criterion_names.items() if code == goal.indicator
    ]
    indicator = names[-1] if names else goal.indicator
    if goal.baseline and goal.target:
        steps = _("from %(baseline)s to %(target)s") % {
            "baseline": written(goal.baseline),
            "target": written(goal.target),
        }
    else:
        steps = written(goal.target)
    return ": ".join(part for part in (indicator, steps) if part)


def _plain(number: Decimal) -> str:
    """A decimal without needless zeros: 12, 12.5."""
    return format(number.normalize(), "f")
