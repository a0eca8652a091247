"""Reference lessons: coding one as in a classroom, and seeing how far one agrees."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forms_builder.actions.code_lesson import code_lesson, set_expert_codes
from forms_builder.answers import answers_by_code, answers_from_post, with_instance
from forms_builder.calibration import (
    check_may_code,
    check_may_set_codes,
    lessons_for,
    may_set_codes,
)
from forms_builder.errors import AnswersInvalid
from forms_builder.models import CalibrationCoding, CalibrationLesson
from forms_builder.queries import text_of
from forms_builder.rendering import error_links
from mentoring_pages.agreement_rows import agreement_rows, criterion_rows
from mentoring_pages.views.field.frame import field_page, page
from people.requests import SignedInRequest


@require_safe
@field_page
def lessons(request: SignedInRequest) -> HttpResponse:
    """The reference lessons, each with one's latest coding."""
    found = list(lessons_for(request.user).defer("version__schema", "expert_answers"))
    if not found and not may_set_codes(request.user):
        raise Http404
    latest: dict[uuid.UUID, CalibrationCoding] = {}
    codings = CalibrationCoding.objects.filter(observer=request.user, lesson__in=found)
    for coding in codings.order_by("coded_at").defer("answers", "scores"):
        latest[coding.lesson_id] = coding
    rows = [{"lesson": lesson, "coding": latest.get(lesson.pk)} for lesson in found]
    context = {"rows": rows, "is_editor": may_set_codes(request.user)}
    return page(request, "calibration", context, here="visits")


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def code(request: SignedInRequest, lesson_id: uuid.UUID) -> HttpResponse:
    """The form of the lesson, for an observer; it begins empty each time."""
    lesson = get_object_or_404(lessons_for(request.user), pk=lesson_id)
    check_may_code(request.user, lesson)
    return _coding_page(request, lesson, {}, is_expert=False)


@require_http_methods(["GET", "HEAD", "POST"])
@field_page
def expert_codes(request: SignedInRequest, lesson_id: uuid.UUID) -> HttpResponse:
    """The same form for the expert, with the codes that are stored."""
    check_may_set_codes(request.user)
    lesson = get_object_or_404(lessons_for(request.user), pk=lesson_id)
    stored = answers_by_code(lesson.version.schema, lesson.expert_answers)
    return _coding_page(request, lesson, stored, is_expert=True)


def _coding_page(
    request: SignedInRequest, lesson: CalibrationLesson, answers: dict[str, Any], *, is_expert: bool
) -> HttpResponse:
    language = get_language() or "km"
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        answers = answers_from_post(lesson.version.schema, request.POST)
        if "more" in request.POST:
            answers = with_instance(answers, request.POST["more"])
        else:
            store = set_expert_codes if is_expert else code_lesson
            try:
                store(lesson=lesson, answers=answers, by=request.user, at=timezone.now())
            except AnswersInvalid as error:
                errors = error.errors
            else:
                messages.success(request, _("Your codes are stored."))
                if is_expert:
                    return redirect("field:calibration")
                return redirect("field:calibration_result", lesson.pk)
    text = text_of(lesson.version, language)
    address = "field:expert_codes" if is_expert else "field:code_lesson"
    context = {
        "lesson": lesson,
        "version": lesson.version,
        "answers": answers,
        "errors": errors,
        "error_lines": error_links(lesson.version.schema, text.texts, errors),
        "language": language,
        "is_expert": is_expert,
        "form_url": reverse(address, args=[lesson.pk]),
    }
    return page(request, "code_lesson", context, here="visits", status=422 if errors else 200)


@require_safe
@field_page
def result(request: SignedInRequest, lesson_id: uuid.UUID) -> HttpResponse:
    """One's own latest coding beside the expert's."""
    lesson = get_object_or_404(lessons_for(request.user), pk=lesson_id)
    check_may_code(request.user, lesson)
    coding = lesson.codings.filter(observer=request.user).first()
    if coding is None:
        raise Http404
    schema = lesson.version.schema
    texts = text_of(lesson.version, get_language() or "km").texts
    context = {
        "lesson": lesson,
        "coding": coding,
        "agreement": agreement_rows(coding.agreement, texts),
        "criteria": criterion_rows(schema, texts, coding.scores, lesson.expert_scores),
    }
    return page(request, "calibration_result", context, here="visits")
