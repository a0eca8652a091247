"""A reference lesson is no longer asked of a training."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mentoring import audit, rules, signals
from mentoring.models import GroupLesson

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def unset_lesson(*, group_lesson: GroupLesson, by: User, at: datetime.datetime) -> None:
    """Take the lesson back. What was coded stays each person's own. Raises PermissionDenied."""
    group, lesson = group_lesson.group, group_lesson.lesson_id
    rules.check_train(by, group)
    GroupLesson.objects.filter(pk=group_lesson.pk).delete()
    audit.record(group, "unset_lesson", by=by, at=at, lesson=str(lesson))
    signals.lesson_unset.send(GroupLesson, group=group, by=by, at=at)
