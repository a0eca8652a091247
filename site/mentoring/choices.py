"""States and kinds of mentoring. The Khmer labels are the seeds' own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.choices import Purpose


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


class Part(models.TextChoices):
    """As what a person takes part in a session."""

    MENTOR = "MENTOR", _("Mentor")
    MENTEE = "MENTEE", _("Mentee")
    FACILITATOR = "FACILITATOR", _("Facilitator")
    PARTICIPANT = "PARTICIPANT", _("Participant")
    CO_OBSERVER = "CO_OBSERVER", _("Second observer")


class FillingPart(models.TextChoices):
    """As what a person fills a form: in their part of a session, or about themselves."""

    MENTOR = Part.MENTOR.value, Part.MENTOR.label
    MENTEE = Part.MENTEE.value, Part.MENTEE.label
    FACILITATOR = Part.FACILITATOR.value, Part.FACILITATOR.label
    PARTICIPANT = Part.PARTICIPANT.value, Part.PARTICIPANT.label
    CO_OBSERVER = Part.CO_OBSERVER.value, Part.CO_OBSERVER.label
    SELF = "SELF", _("About oneself")


LEADING_PARTS = (Part.MENTOR, Part.FACILITATOR)
OBSERVING_PARTS = (*LEADING_PARTS, Part.CO_OBSERVER)
REFLECTING_PARTS = (Part.MENTEE, Part.PARTICIPANT)
PAIR_PARTS = (Part.MENTOR, Part.MENTEE)

# What one person fills once about one session, and corrects; the rest as often as they like.
ONCE_A_SESSION = (Purpose.OBSERVATION, Purpose.SELF_ASSESSMENT)


class GroupKind(models.TextChoices):
    CIRCLE = "CIRCLE", _("Peer learning circle")
    TRAINING = "TRAINING", _("Training of mentors")


class MembershipPart(models.TextChoices):
    FACILITATOR = "FACILITATOR", _("Facilitator")
    MEMBER = "MEMBER", _("Member")


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


RELEASED_STATUSES = (FeedbackStatus.RELEASED, FeedbackStatus.ACKNOWLEDGED)


class ActionStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    DONE = "DONE", _("Done")
    CARRIED_OVER = "CARRIED_OVER", _("Carried over")


class Step(models.TextChoices):
    """What a person does next about one session."""

    OBSERVE = "OBSERVE", _("Observe the lesson")
    HOLD = "HOLD", _("Hold the session")
    WAIT_FOR_REFLECTION = "WAIT_FOR_REFLECTION", _("Waiting for the teacher's reflection")
    WRITE_FEEDBACK = "WRITE_FEEDBACK", _("Write feedback")
    WAIT_FOR_READING = "WAIT_FOR_READING", _("Waiting for the teacher to read the feedback")
    REFLECT = "REFLECT", _("Reflect on the lesson")
    WAIT_FOR_FEEDBACK = "WAIT_FOR_FEEDBACK", _("Waiting for the mentor's feedback")
    READ_LETTER = "READ_LETTER", _("Read the feedback")
    NOTHING = "NOTHING", _("Nothing to do")


class GateReason(models.TextChoices):
    """Why the feedback step of a session is closed, or that it is open."""

    OPEN = "OPEN", _("You can write the feedback now.")
    NOT_HELD = "NOT_HELD", _("Feedback opens after the session has been held.")
    NO_OBSERVATION = "NO_OBSERVATION", _("Feedback opens when the observation has been sent.")
    NO_REFLECTION = (
        "NO_REFLECTION",
        _("Feedback opens when the teacher has reflected, or has chosen to pass."),
    )
    RELEASED = "RELEASED", _("The feedback has been released and can no longer be changed.")


class RecordKind(models.TextChoices):
    """What of a session somebody has opened."""

    RESULT = "RESULT", _("Result of the observation")
    LETTER = "LETTER", _("Feedback letter")
    DATA = "DATA", _("Answers and points, by another program")
