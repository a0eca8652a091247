"""Mentor or mentee sets a goal."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from khmer.digits import written
from mentoring import audit, rules, signals
from mentoring.models import Goal, MentoringRelationship
from mentoring.texts import cleaned

if TYPE_CHECKING:
    from people.models import User

MOST_CHARACTERS = 255


@transaction.atomic
def add_goal(
    *,
    relationship: MentoringRelationship,
    statement: str,
    by: User,
    at: datetime.datetime,
    indicator: str = "",
    baseline: str = "",
    target: str = "",
    due_date: datetime.date | None = None,
) -> Goal:
    """Add a goal to a lasting relationship. Raises PermissionDenied, ValidationError."""
    rules.check_set_goals(by, relationship)
    statement = cleaned(statement, "statement")
    if not statement:
        raise ValidationError({"statement": _("Write the goal in a sentence.")})
    short = {
        name: _short(text, name)
        for name, text in (("indicator", indicator), ("baseline", baseline), ("target", target))
    }
    goal = Goal.objects.create(
        relationship=relationship, statement=statement, due_date=due_date, **short
    )
    audit.record(relationship, "add_goal", by=by, at=at, goal=goal.pk)
    signals.goal_added.send(Goal, goal=goal, by=by, at=at)
    return goal


def _short(text: str, field: str) -> str:
    text = cleaned(text, field)
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(
            {
                field: _("This text has %(count)s characters. Shorten it to %(most)s.")
                % {"count": written(len(text)), "most": written(MOST_CHARACTERS)}
            }
        )
    return text
