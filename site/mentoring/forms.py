"""What a coordinator fills in. The actions decide; here is only what can be typed and chosen."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from khmer.formfields import CharField, DateField, IntegerField, TimeField
from mentoring.choices import RelationshipStatus, SessionType
from mentoring.models import MentoringRelationship
from mentoring.queries import observable_forms
from people.choices import Role
from people.forms import FindableSelect
from people.models import ExpertiseArea, User


class PersonField(forms.ModelChoiceField):
    """A person, named with honorific and school."""

    widget = FindableSelect

    def label_from_instance(self, person: User) -> str:
        return named_with_school(person)


def named_with_school(person: User) -> str:
    return (
        f"{person.respectful_name} · {person.school}" if person.school else person.respectful_name
    )


def people_with(*roles: Role):
    """Active people who hold one of the roles today, with their schools."""
    today = timezone.localdate()
    people = User.objects.none()
    for role in roles:
        people |= User.objects.with_role(role, today)
    return people.filter(is_active=True).select_related("profile__school")


class RelationshipForm(forms.Form):
    mentor = PersonField(queryset=None, label=_("Mentor"))
    mentee = PersonField(
        queryset=None,
        label=_("Mentee"),
        help_text=_("A teacher, or a mentor who is trained by a master mentor."),
    )
    start_date = DateField(label=_("Start date"), help_text=_("Day/month/year."))
    end_date = DateField(
        label=_("End date"), required=False, help_text=_("The last day of the mentor's access.")
    )
    status = forms.ChoiceField(
        label=_("How it begins"),
        widget=forms.RadioSelect,
        choices=[
            (RelationshipStatus.ACTIVE, _("At once: both have agreed")),
            (RelationshipStatus.PROPOSED, _("As a proposal: the mentor still has to accept")),
        ],
        initial=RelationshipStatus.ACTIVE,
    )
    focus_areas = forms.MultipleChoiceField(
        label=_("Focus areas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["mentor"].queryset = people_with(Role.MENTOR, Role.MASTER_MENTOR)
        fields["mentee"].queryset = people_with(Role.MENTEE, Role.MENTOR)
        fields["start_date"].initial = timezone.localdate()
        fields["focus_areas"].choices = focus_area_choices()
        if not fields["focus_areas"].choices:
            del fields["focus_areas"]


def focus_area_choices() -> list[tuple[str, str]]:
    """Code and name of every expertise area, in the reader's language."""
    areas = ExpertiseArea.objects.filter(locale=Locale.get_active())
    return list(areas.values_list("code", "name"))


class DatesForm(forms.Form):
    start_date = DateField(label=_("Start date"), help_text=_("Day/month/year."))
    end_date = DateField(
        label=_("End date"), required=False, help_text=_("The last day of the mentor's access.")
    )


class ReasonForm(forms.Form):
    reason = CharField(
        label=_("Reason"),
        multiline=True,
        max_length=1000,
        help_text=_("Mentor and teacher read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OptionalReasonForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class MomentForm(forms.Form):
    """A day and a time; `moment` is both together in local time, once the form is valid."""

    scheduled_date = DateField(label=_("Day"), help_text=_("Day/month/year."))
    time = TimeField(label=_("Time"), help_text=_("For example 8:30."))

    @property
    def moment(self) -> datetime.datetime:
        data = self.cleaned_data
        return timezone.make_aware(datetime.datetime.combine(data["scheduled_date"], data["time"]))


class RescheduleForm(MomentForm):
    reason = CharField(label=_("Reason"), required=False, max_length=1000)


class FormField(forms.ModelChoiceField):
    """A form to observe with, named by its title."""

    def label_from_instance(self, form: Any) -> str:
        return form.title


class SessionForm(MomentForm):
    """A session of a known relationship."""

    duration = IntegerField(
        label=_("Minutes"), required=False, min_value=1, max_value=1440, initial=45
    )
    session_type = forms.ChoiceField(
        label=_("Kind of session"),
        choices=[
            choice
            for choice in SessionType.choices
            if choice[0] != SessionType.PEER_LEARNING_CIRCLE  # planned for a group
        ],
        initial=SessionType.CLASSROOM_OBSERVATION,
    )
    form: Any = FormField(
        queryset=None,
        label=_("Form"),
        required=False,
        help_text=_("An observation needs one."),
    )
    location = CharField(label=_("Where"), required=False, max_length=255)
    pre_session_notes = CharField(
        label=_("Notes for both"),
        required=False,
        multiline=True,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        found = observable_forms(get_language() or "km")
        fields["form"].queryset = found
        if len(found) == 1:
            fields["form"].initial = found[0]

    def values(self) -> dict[str, Any]:
        """The arguments of `schedule_session` that the form knows."""
        names = ("session_type", "form", "duration", "location", "pre_session_notes")
        return {
            "scheduled_date": self.moment,
            **{name: self.cleaned_data[name] for name in names if name in self.fields},
        }


class ScheduleForm(SessionForm):
    """A session of a relationship that is chosen."""

    relationship: Any = forms.ModelChoiceField(
        queryset=None, label=_("Mentor and teacher"), widget=FindableSelect
    )
    field_order = ["relationship", "session_type", "form", "scheduled_date", "time"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["relationship"].queryset = (
            MentoringRelationship.objects.lasting(timezone.localdate())
            .filter(status=RelationshipStatus.ACTIVE)
            .select_related("mentor", "mentee")
            .order_by("mentee__sort_key", "pk")
        )
