"""The next steps that people agree on: what may be written, and what is stored already."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from khmer.digits import written
from mentoring.choices import ActionStatus, Part
from mentoring.models import ActionItem, MentoringSession
from mentoring.texts import cleaned

if TYPE_CHECKING:
    from people.models import User

MAX_STEPS = 10


class NextStep(TypedDict):
    """`who` takes part in the session; rows without `what` are left out."""

    what: str
    who: User
    due_date: datetime.date | None


def checked_steps(next_steps: Sequence[NextStep], session: MentoringSession) -> list[NextStep]:
    """The steps that have words, cleaned. Raises ValidationError under `next_steps`."""
    people = {row.person_id for row in session.roster if row.part != Part.CO_OBSERVER}
    steps: list[NextStep] = []
    for number, step in enumerate(next_steps, start=1):
        what = cleaned(step.get("what") or "", "next_steps")
        if not what:
            continue
        who = step.get("who")
        if who is None or who.pk not in people:
            raise ValidationError({"next_steps": _choose_somebody(number, session)})
        steps.append({"what": what, "who": who, "due_date": step.get("due_date")})
    if len(steps) > MAX_STEPS:
        raise ValidationError(
            {
                "next_steps": _("Agree on at most %(most)s next steps.")
                % {"most": written(MAX_STEPS)}
            }
        )
    return steps


def _choose_somebody(number: int, session: MentoringSession) -> str:
    if session.group is not None:
        words = _("Next step %(number)s: choose somebody who takes part.")
    else:
        words = _("Next step %(number)s: choose the mentor or the teacher.")
    return words % {"number": written(number)}


def own_steps(session: MentoringSession) -> models.QuerySet[ActionItem]:
    """The open steps written for this session; those carried over from earlier are not among
    them."""
    return ActionItem.objects.filter(
        session=session, carried_from__isnull=True, status=ActionStatus.OPEN
    )


def replace_steps(session: MentoringSession, steps: Sequence[NextStep]) -> None:
    """Put `steps` in the place of the session's own open ones."""
    own_steps(session).delete()
    ActionItem.objects.bulk_create(ActionItem(session=session, **step) for step in steps)


def are_stored(session: MentoringSession, steps: Sequence[NextStep]) -> bool:
    """Whether `steps` are the session's own open ones already."""
    stored = [(item.what, item.who_id, item.due_date) for item in own_steps(session).order_by("pk")]
    return stored == [(step["what"], step["who"].pk, step["due_date"]) for step in steps]


def carry_over(items: models.QuerySet[ActionItem], session: MentoringSession) -> list[ActionItem]:
    """Take open steps of earlier sessions over to `session`; returns the new ones."""
    before = list(items)
    ActionItem.objects.filter(pk__in=[item.pk for item in before]).update(
        status=ActionStatus.CARRIED_OVER
    )
    return ActionItem.objects.bulk_create(
        ActionItem(
            session=session,
            what=item.what,
            who_id=item.who_id,
            due_date=item.due_date,
            carried_from=item,
        )
        for item in before
    )
