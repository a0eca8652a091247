"""Mentoring tells of an observation; the sums follow in the same transaction."""

from __future__ import annotations

from typing import Any

from insights.actions.add_to_rollups import add_to_rollups
from mentoring import signals
from mentoring.models import Observation


def count_submitted(observation: Observation, **_: Any) -> None:
    add_to_rollups(observation=observation)


def count_corrected(observation: Observation, previous_scores: dict, **_: Any) -> None:
    add_to_rollups(observation=observation, previous_scores=previous_scores)


def connect() -> None:
    """Called once, when the app is ready."""
    signals.observation_submitted.connect(count_submitted, dispatch_uid="insights.count_submitted")
    signals.observation_corrected.connect(count_corrected, dispatch_uid="insights.count_corrected")
