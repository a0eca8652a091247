from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    IN_APP = "IN_APP", _("In the app")


class MessageKind(models.TextChoices):
    """What happened; the words are made in the reader's language when it is read."""

    RELATIONSHIP_PROPOSED = "RELATIONSHIP_PROPOSED", _("Mentoring proposed")
    RELATIONSHIP_STARTED = "RELATIONSHIP_STARTED", _("Mentoring begins")
    RELATIONSHIP_PAUSED = "RELATIONSHIP_PAUSED", _("Mentoring paused")
    RELATIONSHIP_RESUMED = "RELATIONSHIP_RESUMED", _("Mentoring goes on")
    RELATIONSHIP_COMPLETED = "RELATIONSHIP_COMPLETED", _("Mentoring completed")
    RELATIONSHIP_ENDED = "RELATIONSHIP_ENDED", _("Mentoring has ended")
    MEMBER_JOINED = "MEMBER_JOINED", _("You belong to a group")
    LESSON_SET = "LESSON_SET", _("A lesson to code")
    SESSION_SCHEDULED = "SESSION_SCHEDULED", _("Visit planned")
    SESSION_RESCHEDULED = "SESSION_RESCHEDULED", _("Visit moved")
    SESSION_CANCELLED = "SESSION_CANCELLED", _("Visit cancelled")
    OBSERVATION_SUBMITTED = "OBSERVATION_SUBMITTED", _("Time to reflect")
    REFLECTION_WRITTEN = "REFLECTION_WRITTEN", _("Reflection written")
    FEEDBACK_RELEASED = "FEEDBACK_RELEASED", _("Feedback for you")
    FEEDBACK_ACKNOWLEDGED = "FEEDBACK_ACKNOWLEDGED", _("Feedback read")
