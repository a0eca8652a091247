"""A goal is reached."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mentoring import audit, rules, signals
from mentoring.models import Goal

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def reach_goal(*, goal: Goal, by: User, at: datetime.datetime) -> Goal:
    """Mark a goal as reached; a second time changes nothing. Raises PermissionDenied."""
    goal.refresh_from_db(from_queryset=Goal.objects.select_for_update())
    rules.check_set_goals(by, goal.relationship)
    if goal.reached_at is None:
        goal.reached_at = at
        goal.save(update_fields=["reached_at"])
        audit.record(goal.relationship, "reach_goal", by=by, at=at, goal=goal.pk)
        signals.goal_reached.send(Goal, goal=goal, by=by, at=at)
    return goal
