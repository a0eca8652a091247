"""The audit log: who did what to which record, when. Never a rating, never a word of feedback."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

if TYPE_CHECKING:
    from people.models import User

PREFIX = "mentoring."

# action: (label for filters, message in the history)
ACTIONS = {
    "propose_relationship": (_("Propose mentoring"), _("Mentoring proposed")),
    "start_relationship": (_("Start mentoring"), _("Mentoring started")),
    "accept_relationship": (_("Accept mentoring"), _("Mentoring accepted")),
    "pause_relationship": (_("Pause mentoring"), _("Mentoring paused")),
    "resume_relationship": (_("Resume mentoring"), _("Mentoring resumed")),
    "complete_relationship": (_("Complete mentoring"), _("Mentoring completed")),
    "end_relationship": (_("End mentoring"), _("Mentoring ended early")),
    "change_relationship_dates": (_("Change dates"), _("Dates changed")),
    "start_group": (_("Start group"), _("Group started")),
    "add_member": (_("Take in a member"), _("Member taken in")),
    "end_membership": (_("End membership"), _("Membership ended")),
    "close_group": (_("Close group"), _("Group closed")),
    "set_lesson": (_("Set a lesson"), _("Reference lesson set")),
    "unset_lesson": (_("Take a lesson back"), _("Reference lesson taken back")),
    "schedule_session": (_("Plan session"), _("Session planned")),
    "reschedule_session": (_("Move session"), _("Session moved")),
    "cancel_session": (_("Cancel session"), _("Session cancelled")),
    "mark_missed": (_("Mark as missed"), _("Marked as not held")),
    "start_session": (_("Begin session"), _("Session begun")),
    "complete_session": (_("Complete session"), _("Session completed")),
    "record_attendance": (_("Note attendance"), _("Attendance noted")),
    "agree_steps": (_("Agree on next steps"), _("Next steps agreed")),
    "submit_observation": (_("Send observation"), _("Observation received")),
    "correct_observation": (_("Correct observation"), _("Observation corrected")),
    "co_observe": (_("Observe beside the mentor"), _("Record of a second observer received")),
    "correct_co_observation": (
        _("Correct the record of a second observer"),
        _("Record of a second observer corrected"),
    ),
    "submit_filling": (_("Send a form about oneself"), _("Form about oneself received")),
    "correct_filling": (_("Correct a form about oneself"), _("Form about oneself corrected")),
    "write_reflection": (_("Write reflection"), _("Reflection written")),
    "save_feedback": (_("Write feedback"), _("Feedback saved as a draft")),
    "release_feedback": (_("Release feedback"), _("Feedback released")),
    "acknowledge_feedback": (_("Acknowledge feedback"), _("Feedback acknowledged")),
    "share_for_training": (_("Share for training"), _("Shared for training")),
    "withdraw_sharing": (_("Take back sharing"), _("Sharing for training taken back")),
    "finish_action_item": (_("Finish next step"), _("Next step done")),
    "add_goal": (_("Add goal"), _("Goal added")),
    "reach_goal": (_("Reach goal"), _("Goal reached")),
}


def record(instance: Model, action: str, *, by: User, at: datetime.datetime, **data: Any) -> None:
    """Write one line of the log of `instance`. `data` holds what a message may need, no ratings.

    Each line has its own uuid: Wagtail's history folds lines of one request and action into one,
    even of different records.
    """
    log(instance, PREFIX + action, user=by, timestamp=at, uuid=uuid.uuid4(), data=data)
