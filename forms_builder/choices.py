"""What a form can be for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What somebody does by filling a form. A form says which of these it serves."""

    OBSERVATION = "OBSERVATION", _("Observation of a lesson")
    SELF_ASSESSMENT = "SELF_ASSESSMENT", _("Self-assessment")
    SURVEY = "SURVEY", _("Survey")
    PROFILE = "PROFILE", _("One's own profile")
    PLAN = "PLAN", _("Lesson plan")


def only_observation() -> list[str]:
    """What a form serves where nobody has said anything else."""
    return [Purpose.OBSERVATION.value]


def known_purposes(codes: object) -> list[str]:
    """Those of `codes` that are purposes, each once and in their order; none if it is no list."""
    named = codes if isinstance(codes, (list, tuple, set)) else ()
    return [purpose for purpose in Purpose.values if purpose in named]
