"""What a coordinator does to one session in the admin: a page each, by way of an action."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring import rules
from mentoring.actions.cancel_session import cancel_session
from mentoring.actions.mark_missed import mark_missed
from mentoring.actions.reschedule_session import reschedule_session
from mentoring.forms import OptionalReasonForm, ReasonForm, RescheduleForm
from mentoring.models import MentoringSession
from mentoring.transitions import SESSION, is_possible
from people.models import User
from people.object_action import ObjectActionView


class SessionStep(ObjectActionView):
    """Shown to who may change the session, in the states from which `action` leads on."""

    action = ""

    @classmethod
    def allowed(cls, user: User, instance: MentoringSession) -> bool:
        return rules.can_change_session(user, instance) and is_possible(
            SESSION, instance.status, cls.action
        )


class RescheduleSession(SessionStep):
    name = "reschedule"
    action = "reschedule_session"
    label = _("Move to another day")
    icon_name = "calendar-alt"
    form_class = RescheduleForm
    submit_button_label = _("Move the session")

    def get_initial(self) -> dict[str, Any]:
        planned = timezone.localtime(self.object.scheduled_date)
        return {"scheduled_date": planned.date(), "time": planned.time()}

    def perform(self, *, form, instance, by, at):
        return reschedule_session(
            session=instance,
            scheduled_date=form.moment,
            reason=form.cleaned_data["reason"],
            by=by,
            at=at,
        )

    def get_success_url(self) -> str:
        """The new session, once there is one."""
        moved = getattr(self, "result", None)
        if moved is None:
            return super().get_success_url()
        return reverse(self.inspect_url_name, args=(moved.pk,))


class CancelSession(SessionStep):
    name = "cancel"
    action = "cancel_session"
    label = _("Cancel the session")
    icon_name = "cross"
    form_class = ReasonForm
    question = _("This session will not take place: %(object)s")

    def perform(self, *, form, instance, by, at):
        return cancel_session(session=instance, reason=form.cleaned_data["reason"], by=by, at=at)


class MarkMissed(SessionStep):
    name = "missed"
    action = "mark_missed"
    label = _("Mark as not held")
    icon_name = "warning"
    form_class = OptionalReasonForm
    question = _("This session did not take place: %(object)s")

    def perform(self, *, form, instance, by, at):
        return mark_missed(session=instance, reason=form.cleaned_data["reason"], by=by, at=at)


STEPS = [RescheduleSession, CancelSession, MarkMissed]
