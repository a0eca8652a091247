"""A reference lesson is set for everybody in a training."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring import audit, rules, signals
from mentoring.actions.schedule_session import check_open
from mentoring.models import GroupLesson, MentoringGroup

if TYPE_CHECKING:
    from forms_builder.models import CalibrationLesson
    from people.models import User


@transaction.atomic
def set_lesson(
    *,
    group: MentoringGroup,
    lesson: CalibrationLesson,
    by: User,
    at: datetime.datetime,
    due_date: datetime.date | None = None,
) -> GroupLesson:
    """Set `lesson`, to be coded by the day `due_date` if one is named. The members are told.

    Raises PermissionDenied, NotPossibleNow (closed) and ValidationError by field.
    """
    group.refresh_from_db(from_queryset=MentoringGroup.objects.select_for_update())
    rules.check_train(by, group)
    check_open(group)
    if not lesson.is_ready:
        raise ValidationError(
            {"lesson": _("No expert has coded this lesson yet. Choose another one.")}
        )
    if group.lessons.filter(lesson=lesson).exists():
        raise ValidationError({"lesson": _("This lesson is set for the group already.")})
    if due_date is not None and due_date < timezone.localtime(at).date():
        raise ValidationError({"due_date": _("This day has passed. Choose a later one.")})
    group_lesson = GroupLesson.objects.create(
        group=group, lesson=lesson, set_by=by, set_at=at, due_date=due_date
    )
    audit.record(group, "set_lesson", by=by, at=at, lesson=str(lesson.pk))
    signals.lesson_set.send(GroupLesson, group_lesson=group_lesson, by=by, at=at)
    return group_lesson
