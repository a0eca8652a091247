"""The training of mentors: who was there, held and coded what. No teacher, no rating."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forms_builder.calibration import lessons_for
from forms_builder.models import CalibrationLesson
from forms_builder.queries import text_of
from khmer.formfields import DateField
from mentoring import rules
from mentoring.actions.set_lesson import set_lesson
from mentoring.actions.unset_lesson import unset_lesson
from mentoring.choices import GroupKind, MembershipPart
from mentoring.errors import NotPossibleNow
from mentoring.models import GroupLesson, MentoringGroup
from mentoring.queries import latest_codings, training_rows
from mentoring_pages.agreement_rows import spread_rows
from mentoring_pages.views.field.feedback_forms import NameSelect, error_lines
from mentoring_pages.views.field.frame import field_page, go_stored, page
from mentoring_pages.views.field.groups import group_for
from people.models import User
from people.requests import SignedInRequest

FEWEST_CODERS = 3  # fewer would name who coded what


class LessonForm(forms.Form):
    lesson: Any = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Reference lesson"), widget=NameSelect
    )
    due_date = DateField(
        label=gettext_lazy("By when"), required=False, help_text=gettext_lazy("Day/month/year.")
    )

    def __init__(self, *args: Any, lessons: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["lesson"].queryset = lessons


def _to_set(user: User, group: MentoringGroup) -> Any:
    """The lessons that an expert has coded and that are not set for the group."""
    lessons = lessons_for(user).exclude(expert_scores={})
    return lessons.exclude(pk__in=group.lessons.values("lesson")).defer(
        "version__schema", "expert_answers", "expert_scores"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def training(request: SignedInRequest, group_id: uuid.UUID) -> HttpResponse:
    """Who leads sees everybody's row and sets lessons (POST); a member their own row. Both see
    how the group has coded, without names."""
    group = group_for(request, group_id)
    trains = rules.can_train(request.user, group)
    is_member = group.kind == GroupKind.TRAINING and rules.is_member_now(
        request.user, group, MembershipPart.MEMBER
    )
    if not (trains or is_member) or (request.method == "POST" and not trains):
        raise Http404
    to_set = _to_set(request.user, group)
    form = LessonForm(request.POST or None, lessons=to_set)
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_lesson(group=group, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            except NotPossibleNow as error:
                problem, status = error.message, 409
            else:
                messages.success(request, _("The lesson is set. Everybody in training is told."))
                return go_stored(f"lesson-{group.pk}", "field:training", group.pk)
    lessons = list(
        group.lessons.select_related("lesson__version").prefetch_related("lesson__version__texts")
    )
    lines = [{"href": "", "text": problem}] if problem else []
    context = {
        "group": group,
        "trains": trains,
        "rows": _rows(
            training_rows(group, lessons, only=None if trains else request.user), lessons
        ),
        "lessons": _compared(request.user, group, lessons, trains=trains),
        "form": form if trains and (form.is_bound or to_set.exists()) else None,
        "fewest": FEWEST_CODERS,
        "error_lines": [*lines, *(error_lines(form) if form.is_bound else [])],
    }
    return page(request, "training", context, here="visits", status=status)


def _rows(rows: list, lessons: list[GroupLesson]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "coded": [
                {"title": one.lesson.title, "count": row.coded.get(one.lesson_id, 0)}
                for one in lessons
            ],
        }
        for row in rows
    ]


def _compared(
    user: User, group: MentoringGroup, lessons: list[GroupLesson], *, trains: bool
) -> list[dict[str, Any]]:
    """Each lesson with the codes of the group, where enough people have coded it.

    A member codes first and sees afterwards, so that nobody is led.
    """
    codings = latest_codings(group, lessons)
    found = []
    for one in lessons:
        latest = codings.get(one.lesson_id, {})
        has_coded = user.pk in latest
        shows = len(latest) >= FEWEST_CODERS and (trains or has_coded)
        found.append(
            {
                "set": one,
                "coders": len(latest),
                "has_coded": has_coded,
                "criteria": _spread(one.lesson, latest) if shows else [],
                "waits_for_own": len(latest) >= FEWEST_CODERS and not shows,
            }
        )
    return found


def _spread(lesson: CalibrationLesson, latest: dict[int, Any]) -> list[dict[str, Any]]:
    texts = text_of(lesson.version, get_language() or "km").texts
    scores = [coding.scores for coding in latest.values()]
    return spread_rows(lesson.version.schema, texts, lesson.expert_scores, scores)


@require_POST
@field_page
def take_back(request: SignedInRequest, lesson_id: int) -> HttpResponse:
    """The lesson is no longer asked of the group."""
    group_lesson = get_object_or_404(
        GroupLesson.objects.visible_to(request.user).select_related("group"), pk=lesson_id
    )
    unset_lesson(group_lesson=group_lesson, by=request.user, at=timezone.now())
    messages.success(request, _("The lesson is taken back. What was coded stays."))
    return redirect("field:training", group_lesson.group_id)
