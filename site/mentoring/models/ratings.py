"""Who sees a person's ratings: one table (`domain.md`). Whoever it does not name sees none.

`Observation.visible_to` is made of it, and so is every sentence that says who may see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forms_builder.choices import Purpose
from mentoring.choices import LEADING_PARTS, RELEASED_STATUSES, Part
from mentoring.models.relationship import MentoringRelationship
from mentoring.models.session import MentoringSession, SessionParticipant
from mentoring.models.share import TrainingShare
from mentoring.models.sight import NOTHING, Sight, opened_by

if TYPE_CHECKING:
    from people.models import User


IS_LEADING = Q(part__in=LEADING_PARTS)


def ratings_opened_to(user: User) -> Q:
    """Over observations: the records that the table opens to `user` today."""
    return opened_by(RATINGS, user)


def _standing(user: User, part: str) -> Q:
    return Q(session__in=SessionParticipant.objects.standing(user, part).values("session"))


def _recorded_by(user: User) -> Q:
    """Whether `user` has sent a record of the same lesson."""
    recorded = MentoringSession.objects.filter(
        fillings__purpose=Purpose.OBSERVATION, fillings__filled_by=user
    )
    return Q(session__in=recorded.values("pk"))


def _is_released() -> Q:
    return Q(session__feedback__status__in=RELEASED_STATUSES)


def _shared_by(part: str) -> Exists:
    return Exists(
        TrainingShare.objects.filter(
            session=OuterRef("session"),
            session__participants__part=part,
            session__participants__person=F("person"),
        )
    )


def _to_mentor(user: User) -> Q:
    return _standing(user, Part.MENTOR) & Q(filled_by=user)


def _to_mentee(user: User) -> Q:
    return _standing(user, Part.MENTEE) & _is_released() & IS_LEADING


def _for_training(user: User) -> Q:
    trained = MentoringRelationship.objects.led_by_trainees_of(user)
    if trained is None:
        return NOTHING
    return Q(
        _is_released(),
        IS_LEADING,
        _shared_by(Part.MENTOR),
        _shared_by(Part.MENTEE),
        session__relationship__in=trained.values("pk"),
    )


def _to_two_observers(user: User) -> Q:
    own = Q(filled_by=user)
    mentors = IS_LEADING & _recorded_by(user)
    beside_ones_own = ~IS_LEADING & _recorded_by(user)
    return (_standing(user, Part.CO_OBSERVER) & (own | mentors)) | (
        _standing(user, Part.MENTOR) & beside_ones_own
    )


RATINGS = (
    Sight(
        "mentor",
        _("The mentor who made the record, while the mentoring lasts."),
        _to_mentor,
    ),
    Sight(
        "mentee",
        _("The teacher, once the feedback letter is released."),
        _to_mentee,
    ),
    Sight(
        "training",
        _(
            "A master mentor who trains the mentor, once the letter is released and both the "
            "mentor and the teacher share it for training. Either can take it back at any time."
        ),
        _for_training,
    ),
    Sight(
        "two_observers",
        _(
            "A master mentor who observed the same lesson: they and the mentor see each other’s "
            "record once both are in."
        ),
        _to_two_observers,
    ),
)
