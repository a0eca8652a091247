"""Forms of the people screens. They only check what was typed; actions check who may."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from khmer.formfields import DateField, IntegerField
from people.account_fields import ACCOUNT_FIELDS
from people.choices import PlaceKind, Role, SchoolPhase
from people.models import Place, RoleAssignment, User
from people.rules import roles_given_by

# Where roles are held. Communes and villages are addresses, not places of work.
_PLACES_OF_WORK = (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.CLUSTER, PlaceKind.SCHOOL)


class Findable(forms.widgets.ChoiceWidget):
    """Many long names, with a search box above them where scripts run.

    A name in Latin letters is found, too.
    """

    css_class = ""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        words = {
            "class": self.css_class,
            "data-find": _("Find by name"),
            "data-find-none": _("Nothing has this name. Check the spelling."),
        }
        super().__init__({**words, **(attrs or {})}, **kwargs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        found = getattr(value, "instance", None)
        also = getattr(found, "name_latin", "") or getattr(found, "name_en", "")
        if also:
            option["attrs"]["data-also"] = also
        return option


class FindableSelect(Findable, forms.Select):
    """A drop-down that stays inside a narrow screen."""

    css_class = "w-w-full"

    class Media:
        js = [forms.Script("js/admin/find-in-select.js", type="module")]


class FindableBoxes(Findable, forms.CheckboxSelectMultiple):
    """Boxes to tick; what is ticked stays in sight."""

    class Media:
        js = [forms.Script("js/admin/find-in-boxes.js", type="module")]


class PlaceChoiceField(forms.ModelChoiceField):
    """A place with its kind, since a district and a commune may share a name."""

    widget = FindableSelect

    def label_from_instance(self, place: Place) -> str:
        return f"{place.name} ({place.get_kind_display()} {place.code})"


def _school_field(**kwargs: Any) -> PlaceChoiceField:
    return PlaceChoiceField(
        label=_("School"),
        queryset=Place.objects.filter(kind=PlaceKind.SCHOOL).order_by("sort_key"),
        required=False,
        **kwargs,
    )


class AccountForm(WagtailAdminModelForm):
    """What a coordinator keeps of a person: account and profile."""

    school = _school_field()
    seniority_years = IntegerField(
        label=_("Years of teaching"), required=False, min_value=0, max_value=60
    )
    phase = forms.ChoiceField(
        label=_("School phase"), choices=[("", "–"), *SchoolPhase.choices], required=False
    )
    capacity = IntegerField(
        label=_("Capacity"),
        help_text=_("How many mentees at once."),
        min_value=0,
        max_value=50,
        required=False,
    )

    class Meta:
        model = User
        fields = ACCOUNT_FIELDS
        field_classes = {"seniority_years": IntegerField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("last_name", "first_name"):
            self.fields[name].required = True
        profile = getattr(self.instance, "profile", None) if self.instance.pk else None
        if profile:
            self.initial["school"] = profile.school_id
            self.initial["phase"] = profile.phase
            self.initial["capacity"] = profile.capacity
        if self.instance.phone:
            self.initial["phone"] = self.instance.phone_display

    def clean_capacity(self) -> int:
        value = self.cleaned_data["capacity"]
        return 3 if value is None else value

    def account(self, *names: str) -> dict[str, Any]:
        """The typed values as the actions take them; only `names`, where some are given."""
        allowed = {*ACCOUNT_FIELDS, "school", "phase", "capacity"}
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in allowed and (not names or name in names)
        }


class NewAccountForm(AccountForm):
    """The same with the first role."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    place = PlaceChoiceField(
        label=_("Place of the role"),
        queryset=Place.objects.filter(kind__in=_PLACES_OF_WORK),
        required=False,
        help_text=_(
            "The school of a mentee or school leader, the cluster or district of a mentor."
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("Leave it empty, and the system makes one up."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    field_order = ("last_name", "first_name", "honorific", "gender", "username", "role", "place")

    class Meta(AccountForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].help_text = _("Where the person works, if it is not the place above.")
        self.fields["role"].choices = [
            ("", _("No role yet")),
            *_role_choices(self.for_user),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            cleaned.get("role")
            and not cleaned.get("place")
            and cleaned["role"] != Role.CONTENT_ADMIN
        ):
            self.add_error("place", _("Choose the place where this role is held."))
        return cleaned


class RoleForm(WagtailAdminModelForm):
    """Giving a role to somebody who has an account."""

    place = PlaceChoiceField(
        label=_("Place"), queryset=Place.objects.filter(kind__in=_PLACES_OF_WORK), required=False
    )
    start_date = DateField(label=_("From"))
    end_date = DateField(
        label=_("Until"), required=False, help_text=_("The last day. Leave it empty for no end.")
    )

    class Meta:
        model = RoleAssignment
        fields = ("user", "role", "place", "start_date", "end_date")
        widgets = {"user": FindableSelect}

    field_order = ("user", "role", "place", "start_date", "end_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "–"), *_role_choices(self.for_user)]


class EndRoleForm(forms.Form):
    last_day = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty to end the role at once."),
    )


def _role_choices(user: User | None) -> list[tuple[str, Any]]:
    given = roles_given_by(user) if user else ()
    return [(role.value, role.label) for role in given]
