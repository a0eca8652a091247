from mentoring.models.action_item import ActionItem
from mentoring.models.feedback import Feedback, Reflection
from mentoring.models.filling import Filling, Observation
from mentoring.models.goal import Goal
from mentoring.models.group import Membership, MentoringGroup
from mentoring.models.group_lesson import GroupLesson
from mentoring.models.reading import RecordReading
from mentoring.models.relationship import MentoringRelationship
from mentoring.models.session import MentoringSession, SessionParticipant
from mentoring.models.share import TrainingShare

__all__ = [
    "ActionItem",
    "Feedback",
    "Filling",
    "Goal",
    "GroupLesson",
    "Membership",
    "MentoringGroup",
    "MentoringRelationship",
    "MentoringSession",
    "Observation",
    "RecordReading",
    "Reflection",
    "SessionParticipant",
    "TrainingShare",
]
