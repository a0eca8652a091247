"""A reference lesson is coded: by the expert, or by an observer who compares with the expert."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import get_language
from wagtail.log_actions import log

from forms_builder.agreement import agreement
from forms_builder.answers import check_answers
from forms_builder.calibration import check_may_code, check_may_set_codes
from forms_builder.errors import AnswersInvalid
from forms_builder.models import CalibrationCoding, CalibrationLesson
from forms_builder.queries import text_of
from forms_builder.scores import score_state

if TYPE_CHECKING:
    from people.models import User


def _checked(lesson: CalibrationLesson, answers: Any, at: datetime.datetime) -> tuple[dict, dict]:
    texts = text_of(lesson.version, get_language() or "km").texts
    checked = check_answers(lesson.version.schema, answers, texts=texts, now=at)
    if checked.errors or checked.state is None:
        raise AnswersInvalid(checked.errors)
    return checked.values, score_state(checked.state)


@transaction.atomic
def code_lesson(
    *, lesson: CalibrationLesson, answers: Any, by: User, at: datetime.datetime
) -> CalibrationCoding:
    """Store how `by` coded the lesson, with the agreement. It may be done again; all stay.

    `answers` are by question code. Raises AnswersInvalid, and PermissionDenied for who observes
    nobody or a lesson without expert codes.
    """
    check_may_code(by, lesson)
    values, scores = _checked(lesson, answers, at)
    found = agreement(lesson.version.schema, lesson.expert_scores, scores)
    return CalibrationCoding.objects.create(
        lesson=lesson,
        observer=by,
        answers=values,
        scores=scores,
        agreement=found.as_dict(),
        exact=found.exact,
        of=found.of,
        coded_at=at,
    )


@transaction.atomic
def set_expert_codes(
    *, lesson: CalibrationLesson, answers: Any, by: User, at: datetime.datetime
) -> None:
    """Store the codes that observers are compared with; compare those who have coded it again.

    Raises AnswersInvalid and PermissionDenied.
    """
    check_may_set_codes(by)
    lesson.expert_answers, lesson.expert_scores = _checked(lesson, answers, at)
    lesson.save(update_fields=["expert_answers", "expert_scores"])
    for coding in lesson.codings.select_for_update():
        found = agreement(lesson.version.schema, lesson.expert_scores, coding.scores)
        coding.agreement, coding.exact, coding.of = found.as_dict(), found.exact, found.of
        coding.save(update_fields=["agreement", "exact", "of"])
    log(lesson, "forms_builder.set_expert_codes", user=by, timestamp=at)
