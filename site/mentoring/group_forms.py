"""What a coordinator fills in about groups. The actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khmer.formfields import CharField, DateField
from mentoring.choices import GroupKind, MembershipPart, SessionType
from mentoring.forms import PersonField, SessionForm, named_with_school, people_with
from mentoring.models import Membership, MentoringGroup
from people.choices import PlaceKind, Role
from people.forms import FindableBoxes, PlaceChoiceField
from people.models import Place, User


class PeopleField(forms.ModelMultipleChoiceField):
    """Several people, each with a box to tick, named with honorific and school."""

    widget = FindableBoxes

    def label_from_instance(self, person: User) -> str:  # type: ignore[override]
        return named_with_school(person)


class GroupForm(forms.Form):
    name = CharField(label=_("Name"), max_length=255)
    kind = forms.ChoiceField(
        label=_("Kind of group"),
        choices=GroupKind,
        initial=GroupKind.CIRCLE,
        widget=forms.RadioSelect,
        help_text=_(
            "In a circle teachers learn from each other. In a training a master mentor trains "
            "mentors."
        ),
    )
    place = PlaceChoiceField(queryset=None, label=_("Place"))
    start_date = DateField(label=_("Start date"), help_text=_("Day/month/year."))
    facilitators = PeopleField(
        queryset=None,
        label=_("Who leads"),
        help_text=_("Mentors lead a circle, master mentors a training."),
    )
    members = PeopleField(
        queryset=None,
        label=_("Members"),
        required=False,
        help_text=_("More can be taken in later."),
    )

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["place"].queryset = Place.objects.filter(
            kind__in=(PlaceKind.SCHOOL, PlaceKind.CLUSTER, PlaceKind.DISTRICT, PlaceKind.PROVINCE)
        )
        fields["start_date"].initial = timezone.localdate()
        fields["facilitators"].queryset = people_with(Role.MENTOR, Role.MASTER_MENTOR)
        fields["members"].queryset = people_with(Role.MENTEE, Role.MENTOR)


class MemberForm(forms.Form):
    person = PersonField(queryset=None, label=_("Person"))
    part = forms.ChoiceField(
        label=_("Part"),
        choices=MembershipPart,
        initial=MembershipPart.MEMBER,
        widget=forms.RadioSelect,
    )
    start_date = DateField(label=_("Start date"), help_text=_("Day/month/year."))
    end_date = DateField(
        label=_("End date"), required=False, help_text=_("The last day of the person's access.")
    )

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = people_with(Role.MENTEE, Role.MENTOR, Role.MASTER_MENTOR)
        fields["start_date"].initial = timezone.localdate()


class LeavingForm(forms.Form):
    membership: Any = forms.ModelChoiceField(queryset=None, label=_("Person"))

    def __init__(self, *args: Any, instance: MentoringGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["membership"].queryset = Membership.objects.filter(
            group=instance, ended_at__isnull=True
        ).select_related("person", "group")


class GroupSessionForm(SessionForm):
    """A session of a known group: a circle has one kind, a training any; none has a form."""

    def __init__(self, *args: Any, instance: MentoringGroup, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        fields: dict[str, Any] = self.fields
        del fields["form"]
        fields["duration"].initial = 90
        if instance.kind == GroupKind.CIRCLE:
            del fields["session_type"]
        else:
            fields["session_type"].choices = SessionType.choices
            fields["session_type"].initial = SessionType.LESSON_PLANNING

    def values(self) -> dict[str, Any]:
        return {
            "session_type": SessionType.PEER_LEARNING_CIRCLE,
            **super().values(),
        }
