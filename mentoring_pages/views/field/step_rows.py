"""Rows of agreed next steps on a page: how many, what was typed, what is to be stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from mentoring.agreed_steps import NextStep
from mentoring.models import MentoringSession
from mentoring_pages.views.field.feedback_forms import ROWS, StepForm, partners_of, step_forms


def rows_asked(data: Mapping[str, Any]) -> int:
    """How many rows a page asks for; the usual number where it names none."""
    asked = data.get("rows", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else ROWS


def with_another_row(session: MentoringSession, data: QueryDict) -> list[StepForm]:
    """What was typed, unchecked, and a blank row more."""
    rows = rows_asked(data) + 1
    steps = step_forms(session, rows=rows)
    for number, step in enumerate(steps):
        start = f"step{number}-"
        typed = {
            key.removeprefix(start): value for key, value in data.items() if key.startswith(start)
        }
        step.initial = {**step.initial, **typed}
    return steps


def agreed_in(steps: Sequence[StepForm], session: MentoringSession) -> list[NextStep]:
    """The rows with words of valid forms, as the actions take them."""
    people = {str(person.pk): person for person, _name in partners_of(session)}
    return [
        {
            "what": step.cleaned_data["what"],
            "who": people[step.cleaned_data["who"]],
            "due_date": step.cleaned_data["due_date"],
        }
        for step in steps
        if step.cleaned_data.get("what")
    ]
