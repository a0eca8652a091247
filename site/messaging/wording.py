"""The words of a message, made when it is read, in the reader's language.

People are named with their honorific. A payload holds `mentor`, `mentee` (respectful names)
or `group` (its name), `lesson` (its title), `when` and `before` (ISO date-times), `reason`, and
`view` with `args`: the page to open.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from khmer.dates import format_datetime
from messaging.choices import MessageKind


class Message(Protocol):
    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class Words:
    """`url` is the page of our own to open, "" where there is none."""

    title: str
    body: str
    url: str


_BODIES = {
    MessageKind.RELATIONSHIP_PROPOSED: _(
        "%(mentor)s and %(mentee)s are proposed as mentor and mentee."
    ),
    MessageKind.RELATIONSHIP_STARTED: _(
        "%(mentor)s and %(mentee)s now work together as mentor and mentee."
    ),
    MessageKind.RELATIONSHIP_PAUSED: _("The mentoring of %(mentor)s and %(mentee)s is paused."),
    MessageKind.RELATIONSHIP_RESUMED: _("The mentoring of %(mentor)s and %(mentee)s goes on."),
    MessageKind.RELATIONSHIP_COMPLETED: _(
        "The mentoring of %(mentor)s and %(mentee)s is complete. Thank you both."
    ),
    MessageKind.RELATIONSHIP_ENDED: _("The mentoring of %(mentor)s and %(mentee)s has ended."),
    MessageKind.MEMBER_JOINED: _(
        "You now belong to the group “%(group)s”. Its meetings are shown here."
    ),
    MessageKind.LESSON_SET: _(
        "The reference lesson “%(lesson)s” is set for the group “%(group)s”. Code it when you "
        "have a quiet hour."
    ),
    MessageKind.SESSION_SCHEDULED: _("%(mentor)s meets %(mentee)s on %(when)s."),
    MessageKind.SESSION_RESCHEDULED: _(
        "The visit of %(mentor)s to %(mentee)s has moved from %(before)s to %(when)s."
    ),
    MessageKind.SESSION_CANCELLED: _(
        "The visit of %(mentor)s to %(mentee)s on %(when)s will not take place. Reason: %(reason)s"
    ),
    MessageKind.OBSERVATION_SUBMITTED: _(
        "%(mentor)s has finished the observation. First write how you saw the lesson yourself."
    ),
    MessageKind.REFLECTION_WRITTEN: _("%(mentee)s is ready. You can write the feedback now."),
    MessageKind.FEEDBACK_RELEASED: _("%(mentor)s has written feedback for you."),
    MessageKind.FEEDBACK_ACKNOWLEDGED: _("%(mentee)s has read your feedback."),
}

# The same of a group, where a payload names one.
_GROUP_BODIES = {
    MessageKind.SESSION_SCHEDULED: _("The group “%(group)s” meets on %(when)s."),
    MessageKind.SESSION_RESCHEDULED: _(
        "The meeting of the group “%(group)s” has moved from %(before)s to %(when)s."
    ),
    MessageKind.SESSION_CANCELLED: _(
        "The meeting of the group “%(group)s” on %(when)s will not take place. Reason: %(reason)s"
    ),
    MessageKind.OBSERVATION_SUBMITTED: _(
        "The group “%(group)s” has met. Write what you take with you from it."
    ),
}


def words_of(message: Message, language: str) -> Words:
    """Title, body and address of a notice or outbox message for a reader of `language`."""
    payload = message.payload
    with translation.override(language):
        try:
            kind = MessageKind(message.kind)
        except ValueError:  # a kind that a newer release wrote
            return Words(message.kind, "", address_of(message))
        values = {
            "mentor": payload.get("mentor", ""),
            "mentee": payload.get("mentee", ""),
            "group": payload.get("group", ""),
            "lesson": payload.get("lesson", ""),
            "reason": payload.get("reason", ""),
            "when": _moment(payload.get("when"), language),
            "before": _moment(payload.get("before"), language),
        }
        body = (_GROUP_BODIES if payload.get("group") else _BODIES).get(kind, _BODIES[kind])
        return Words(str(kind.label), str(body) % values, address_of(message))


def address_of(message: Message) -> str:
    """The page to open, "" where this installation does not have it."""
    view = message.payload.get("view")
    if not view:
        return ""
    try:
        return reverse(view, args=message.payload.get("args", []))
    except NoReverseMatch:
        return ""


def _moment(text: str | None, language: str) -> str:
    return format_datetime(datetime.datetime.fromisoformat(text), language) if text else ""
