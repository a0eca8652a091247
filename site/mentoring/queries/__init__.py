"""What mentor, mentee and coordinator look at. Each module says who may ask for what."""

from mentoring.queries.attention import Attention, needs_attention
from mentoring.queries.carried import steps_to_carry
from mentoring.queries.observable import observable_forms
from mentoring.queries.progress import Progress, ProgressPoint, Score, progress_of
from mentoring.queries.training import (
    TrainingRow,
    latest_codings,
    lessons_set_for,
    training_rows,
)
from mentoring.queries.work import (
    Gate,
    Work,
    feedback_gate,
    lessons_of,
    next_step,
    overdue_sessions,
    sessions_of,
    upcoming_sessions,
    work_of_leading,
    work_of_learning,
)

__all__ = [
    "Attention",
    "Gate",
    "Progress",
    "ProgressPoint",
    "Score",
    "TrainingRow",
    "Work",
    "feedback_gate",
    "latest_codings",
    "lessons_of",
    "lessons_set_for",
    "needs_attention",
    "next_step",
    "observable_forms",
    "overdue_sessions",
    "progress_of",
    "sessions_of",
    "steps_to_carry",
    "training_rows",
    "upcoming_sessions",
    "work_of_leading",
    "work_of_learning",
]
