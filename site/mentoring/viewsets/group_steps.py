"""What a coordinator does to one group in the admin: a page each, by way of an action."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mentoring import rules
from mentoring.actions.add_member import add_member
from mentoring.actions.close_group import close_group
from mentoring.actions.end_membership import end_membership
from mentoring.actions.schedule_session import schedule_session
from mentoring.group_forms import GroupSessionForm, LeavingForm, MemberForm
from mentoring.models import MentoringGroup
from people.models import User
from people.object_action import ObjectActionView


class GroupStep(ObjectActionView):
    """Shown to who may manage the group while it is open."""

    @classmethod
    def allowed(cls, user: User, instance: MentoringGroup) -> bool:
        return instance.closed_at is None and rules.can_manage_group(user, instance)


class PlanMeeting(GroupStep):
    name = "plan"
    label = _("Plan a session")
    icon_name = "calendar-alt"
    form_class = GroupSessionForm
    submit_button_label = _("Plan")

    def get_form_options(self) -> dict[str, Any]:
        return {"instance": self.object}

    def perform(
        self, *, form: Any, instance: MentoringGroup, by: User, at: datetime.datetime
    ) -> Any:
        return schedule_session(group=instance, by=by, at=at, **form.values())


class AddMember(GroupStep):
    name = "add_member"
    label = _("Take in a member")
    icon_name = "plus"
    form_class = MemberForm
    submit_button_label = _("Take in")

    def perform(self, *, form, instance, by, at):
        return add_member(group=instance, by=by, at=at, **form.cleaned_data)


class EndMembership(GroupStep):
    name = "end_membership"
    label = _("End a membership")
    icon_name = "minus"
    form_class = LeavingForm
    submit_button_label = _("End")
    question = _("The person loses access to this group at once: %(object)s")

    def get_form_options(self) -> dict[str, Any]:
        return {"instance": self.object}

    def perform(self, *, form, instance, by, at):
        return end_membership(membership=form.cleaned_data["membership"], by=by, at=at)


class CloseGroup(GroupStep):
    name = "close"
    label = _("Close the group")
    icon_name = "success"
    question = _(
        "Close this group? All memberships end, and later sessions are cancelled: %(object)s"
    )

    def perform(self, *, form, instance, by, at):
        return close_group(group=instance, by=by, at=at)


STEPS = [PlanMeeting, AddMember, EndMembership, CloseGroup]
