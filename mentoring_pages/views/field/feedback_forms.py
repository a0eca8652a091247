"""The forms behind the feedback letter: strengths, one focus, next steps; reflection; reply."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from khmer import formfields
from khmer.templatetags.khmer_tags import lang_of
from mentoring.agreed_steps import MAX_STEPS
from mentoring.choices import REFLECTING_PARTS, Part
from mentoring.models import ActionItem, Feedback, MentoringSession
from mentoring.texts import MOST_CHARACTERS

ROWS = 3
MOST_BUTTONS = 3  # more people than that are chosen from a list


def _box(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NameSelect(forms.Select):
    """A list of names, each marked with its language, as a screen reader needs it."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, label, *args, **kwargs)
        option["attrs"]["lang"] = lang_of(label)
        return option


class FeedbackForm(forms.Form):
    strengths = formfields.CharField(
        multiline=True,
        required=False,
        max_length=MOST_CHARACTERS,
        widget=_box(5),
        label=_("Strengths you saw"),
        help_text=_("What went well, with an example from the lesson. Always first."),
    )
    focus = formfields.CharField(
        multiline=True,
        required=False,
        max_length=MOST_CHARACTERS,
        widget=_box(4),
        label=_("One thing to work on"),
        help_text=_("Only one: what would help these students most, said as an invitation."),
    )
    base_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """One agreed next step. A row without words is left out."""

    what = formfields.CharField(
        multiline=True,
        required=False,
        max_length=MOST_CHARACTERS,
        label=_("What"),
        widget=_box(2),
    )
    who = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect, required=False)
    due_date = formfields.DateField(
        required=False, label=_("By when"), help_text=_("Day/month/year, for example 21/11/2026.")
    )

    def __init__(self, *args: Any, partners: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = cast(forms.ChoiceField, self.fields["who"])
        who.choices = [(str(person.pk), name) for person, name in partners]
        self.is_list = len(partners) > MOST_BUTTONS
        if self.is_list:
            who.widget = NameSelect()
            who.choices = [("", _("Choose somebody")), *who.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") and not cleaned.get("who") and "who" not in self.errors:
            self.add_error("who", _("Choose who will do this."))
        if cleaned.get("due_date") and not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", _("Write what will be done by this day, or delete the day."))
        return cleaned


def partners_of(session: MentoringSession) -> list:
    """Who takes part, as the choices of who does a step: those who learn first."""
    rows = sorted(session.roster, key=lambda row: row.part not in REFLECTING_PARTS)
    return [
        (row.person, row.person.respectful_name) for row in rows if row.part != Part.CO_OBSERVER
    ]


def step_forms(session: MentoringSession, *, data=None, stored=(), rows: int = 0) -> list[StepForm]:
    """Rows for next steps: what is stored or was typed, and blank ones to at least three."""
    partners = partners_of(session)
    count = min(max(rows, ROWS, len(stored) + 1 if stored else 0), MAX_STEPS)
    first = str(partners[0][0].pk) if session.relationship_id else ""
    return [
        StepForm(
            data,
            prefix=f"step{number}",
            partners=partners,
            initial=_initial(stored[number]) if number < len(stored) else {"who": first},
        )
        for number in range(count)
    ]


def _initial(item: ActionItem) -> dict[str, Any]:
    return {"what": item.what, "who": str(item.who_id), "due_date": item.due_date}


def initial_of(feedback: Feedback | None) -> dict[str, Any]:
    if feedback is None:
        return {"base_revision": 0}
    return {
        "strengths": feedback.strengths,
        "focus": feedback.focus,
        "base_revision": feedback.revision,
    }


class ReflectionForm(forms.Form):
    went_well = formfields.CharField(
        multiline=True,
        required=False,
        max_length=MOST_CHARACTERS,
        widget=_box(4),
        label=_("What went well in this lesson?"),
        help_text=_("Something you or your students did that you are glad about."),
    )
    try_next = formfields.CharField(
        multiline=True,
        required=False,
        max_length=MOST_CHARACTERS,
        widget=_box(4),
        label=_("What would you like to try next time?"),
        help_text=_("One small thing is enough."),
    )


class MeetingReflectionForm(ReflectionForm):
    """The same of a group's meeting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["went_well"].label = _("What was useful for you?")
        self.fields["went_well"].help_text = _("A thought, an example or a question that stays.")
        self.fields["try_next"].label = _("What would you like to try in your own work?")


class ReplyForm(forms.Form):
    reply = formfields.CharField(
        multiline=True,
        required=False,
        max_length=MOST_CHARACTERS,
        widget=_box(4),
        label=_("Your answer to your mentor"),
        help_text=_("If you like: a thank you, a question, or what you see differently."),
    )


class GoalForm(forms.Form):
    statement = formfields.CharField(
        multiline=True,
        max_length=MOST_CHARACTERS,
        label=_("The goal in one sentence"),
        widget=_box(2),
        error_messages={"required": _("Write the goal in a sentence.")},
    )
    target = formfields.CharField(
        required=False,
        max_length=255,
        label=_("How you will see that it is reached"),
    )
    due_date = formfields.DateField(
        required=False, label=_("By when"), help_text=_("Day/month/year, for example 21/11/2026.")
    )


def error_lines(*bound: forms.Form) -> list[dict[str, str]]:
    """The errors of several forms as links to their inputs, for the error summary."""
    return [
        {"href": _address(form, name), "text": str(text)}
        for form in bound
        for name, errors in form.errors.items()
        for text in errors
    ]


def _address(form: forms.Form, name: str) -> str:
    if name == "__all__":
        return ""
    field = form[name]
    return f"#{field.id_for_label or field.auto_id}"
