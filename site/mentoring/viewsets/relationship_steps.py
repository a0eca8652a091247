"""What a coordinator does to one relationship in the admin: a page each, by way of an action."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from forms_builder.calibration import needs_calibration
from mentoring import rules
from mentoring.actions.accept_relationship import accept_relationship
from mentoring.actions.change_relationship_dates import change_relationship_dates
from mentoring.actions.complete_relationship import complete_relationship
from mentoring.actions.end_relationship import end_relationship
from mentoring.actions.pause_relationship import pause_relationship
from mentoring.actions.resume_relationship import resume_relationship
from mentoring.actions.schedule_session import schedule_session
from mentoring.choices import OPEN_STATUSES, RelationshipStatus
from mentoring.forms import DatesForm, ReasonForm, SessionForm
from mentoring.models import MentoringRelationship
from mentoring.transitions import RELATIONSHIP, is_possible
from people.models import User
from people.object_action import ObjectActionView


class RelationshipStep(ObjectActionView):
    """Shown to who may manage the relationship, in the states from which `action` leads on."""

    action = ""

    @classmethod
    def allowed(cls, user: User, instance: MentoringRelationship) -> bool:
        return rules.can_manage_relationship(user, instance) and is_possible(
            RELATIONSHIP, instance.status, cls.action
        )


class PlanSession(RelationshipStep):
    name = "plan"
    label = _("Plan a session")
    icon_name = "calendar-alt"
    form_class = SessionForm
    submit_button_label = _("Plan")

    @classmethod
    def allowed(cls, user: User, instance: MentoringRelationship) -> bool:
        active = instance.status == RelationshipStatus.ACTIVE
        return active and rules.can_schedule(user, instance)

    def perform(
        self,
        *,
        form: Any,
        instance: MentoringRelationship,
        by: User,
        at: datetime.datetime,
    ) -> Any:
        session = schedule_session(relationship=instance, by=by, at=at, **form.values())
        day = timezone.localdate(session.scheduled_date)
        if needs_calibration(instance.mentor, session.form, day):
            messages.warning(
                self.request,
                _(
                    "The session is planned. But %(mentor)s has not yet passed the calibration "
                    "that this form asks for. Ask them to code a reference lesson before the visit."
                )
                % {"mentor": instance.mentor.respectful_name},
            )
        return session


class AcceptRelationship(RelationshipStep):
    name = "accept"
    action = "accept_relationship"
    label = _("Accept for the mentor")
    icon_name = "check"
    question = _("Has the mentor agreed? Mentoring begins at once: %(object)s")

    def perform(self, *, form, instance, by, at):
        return accept_relationship(relationship=instance, by=by, at=at)


class PauseRelationship(RelationshipStep):
    name = "pause"
    action = "pause_relationship"
    label = _("Pause")
    icon_name = "time"
    question = _(
        "Pause this mentoring? Planned sessions stay, and both keep their access: %(object)s"
    )

    def perform(self, *, form, instance, by, at):
        return pause_relationship(relationship=instance, by=by, at=at)


class ResumeRelationship(RelationshipStep):
    name = "resume"
    action = "resume_relationship"
    label = _("Resume")
    icon_name = "rotate"
    question = _("Continue this mentoring? %(object)s")

    def perform(self, *, form, instance, by, at):
        return resume_relationship(relationship=instance, by=by, at=at)


class ChangeDates(RelationshipStep):
    name = "dates"
    label = _("Change dates")
    icon_name = "date"
    form_class = DatesForm
    submit_button_label = _("Save")

    @classmethod
    def allowed(cls, user: User, instance: MentoringRelationship) -> bool:
        return instance.status in OPEN_STATUSES and rules.can_manage_relationship(user, instance)

    def get_initial(self) -> dict[str, Any]:
        return {"start_date": self.object.start_date, "end_date": self.object.end_date}

    def perform(self, *, form, instance, by, at):
        return change_relationship_dates(relationship=instance, by=by, at=at, **form.cleaned_data)


class CompleteRelationship(RelationshipStep):
    name = "complete"
    action = "complete_relationship"
    label = _("Complete")
    icon_name = "success"
    question = _(
        "Complete this mentoring as agreed? The mentor's access ends today, and later sessions "
        "are cancelled: %(object)s"
    )

    def perform(self, *, form, instance, by, at):
        return complete_relationship(relationship=instance, by=by, at=at)


class EndRelationship(RelationshipStep):
    name = "end"
    action = "end_relationship"
    label = _("End early")
    icon_name = "cross"
    form_class = ReasonForm
    question = _(
        "End this mentoring early? The mentor's access ends today, and later sessions are "
        "cancelled. Nothing is deleted: %(object)s"
    )

    def perform(self, *, form, instance, by, at):
        return end_relationship(
            relationship=instance, reason=form.cleaned_data["reason"], by=by, at=at
        )


STEPS = [
    PlanSession,
    AcceptRelationship,
    PauseRelationship,
    ResumeRelationship,
    ChangeDates,
    CompleteRelationship,
    EndRelationship,
]
