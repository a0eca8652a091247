"""States and kinds of mentoring. The Khmer labels are the seeds' own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RelationshipStatus(models.TextChoices):
    PROPOSED = "PROPOSED", _("Proposed")
    ACTIVE = "ACTIVE", _("Active")
    PAUSED = "PAUSED", _("Paused")
    COMPLETED = "COMPLETED", _("Completed")
    ENDED = "ENDED", _("Ended early")


OPEN_STATUSES = (
    RelationshipStatus.PROPOSED,
    RelationshipStatus.ACTIVE,
    RelationshipStatus.PAUSED,
)


class SessionType(models.TextChoices):
    CLASSROOM_OBSERVATION = "CLASSROOM_OBSERVATION", _("Classroom observation")
    LESSON_PLANNING = "LESSON_PLANNING", _("Lesson planning support")
    REFLECTIVE_PRACTICE = "REFLECTIVE_PRACTICE", _("Reflective practice")
    PEER_LEARNING_CIRCLE = "PEER_LEARNING_CIRCLE", _("Peer learning circle")


class SessionStatus(models.TextChoices):
    SCHEDULED = "SCHEDULED", _("Planned")
    IN_PROGRESS = "IN_PROGRESS", _("Under way")
    COMPLETED = "COMPLETED", _("Completed")
    RESCHEDULED = "RESCHEDULED", _("Moved to another day")
    CANCELLED = "CANCELLED", _("Cancelled")
    MISSED = "MISSED", _("Did not take place")


class FeedbackStatus(models.TextChoices):
    DRAFT = "DRAFT", _("Being written")
    RELEASED = "RELEASED", _("Released")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Read and acknowledged")


class ActionStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    DONE = "DONE", _("Done")
    CARRIED_OVER = "CARRIED_OVER", _("Carried over")
