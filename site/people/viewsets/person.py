"""People in the admin: coordinators look after accounts, never through Wagtail's own screens."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column

from people import phones, rules
from people.actions.create_account import create_account
from people.actions.deactivate_account import deactivate_account
from people.actions.reactivate_account import reactivate_account
from people.actions.reset_password import reset_password
from people.actions.update_account import update_account
from people.forms import AccountForm, NewAccountForm
from people.models import RoleAssignment, User
from people.object_action import ObjectActionView
from people.scoped_views import ScopedCreateView, ScopedIndexView
from people.scoped_viewset import ScopedModelViewSet


class PersonFilterSet(WagtailFilterSet):
    class Meta:
        model = User
        fields = ["roles__role", "profile__school", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.filters["roles__role"]
        role.label = _("Role today")
        role.method = lambda queryset, name, value: (
            queryset.with_role(value, timezone.localdate()) if value else queryset
        )
        self.filters["profile__school"].label = _("School")


class PersonIndexView(ScopedIndexView):
    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column("respectful_name", label=_("Name"), sort_key="sort_key"),
            Column("role", label=_("Role"), accessor=role_names),
            Column("school", label=_("School"), accessor=lambda person: person.school or ""),
            Column("username", label=_("Username"), sort_key="username"),
            BooleanColumn("is_active", label=_("Open account")),
        ]

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """Also by a phone number as it is written in Cambodia."""
        try:
            return queryset.filter(phone=phones.normalise(self.search_query))
        except ValueError:
            return super().search_queryset(queryset)


class PersonCreateView(ScopedCreateView):
    password = ""

    def save_action(self) -> HttpResponse:
        return password_page(self, self.object, self.password)


class ResetPasswordView(ObjectActionView):
    name = "reset-password"
    label = _("New password")
    icon_name = "key"
    question = _(
        "%(object)s gets a new password and is signed out everywhere. The new password is shown "
        "to you once."
    )
    submit_button_label = _("Make a new password")

    @classmethod
    def allowed(cls, user: User, instance: User) -> bool:
        return rules.can_manage_person(user, instance)

    def perform(self, *, form: Any, instance: User, by: User, at: datetime.datetime) -> str:
        return reset_password(person=instance, by=by, at=at)

    def respond(self) -> HttpResponse:
        return password_page(self, self.object, self.result)


class DeactivateView(ObjectActionView):
    name = "deactivate"
    label = _("Close the account")
    icon_name = "lock"
    question = _(
        "%(object)s can no longer sign in. Nothing is deleted, and you can open the account again."
    )

    @classmethod
    def allowed(cls, user: User, instance: User) -> bool:
        return instance.is_active and rules.can_manage_person(user, instance)

    def perform(self, *, form: Any, instance: User, by: User, at: datetime.datetime) -> None:
        deactivate_account(person=instance, by=by, at=at)


class ReactivateView(ObjectActionView):
    name = "reactivate"
    label = _("Open the account")
    icon_name = "lock-open"
    question = _("%(object)s can sign in again with the password they had.")

    @classmethod
    def allowed(cls, user: User, instance: User) -> bool:
        return not instance.is_active and rules.can_manage_person(user, instance)

    def perform(self, *, form: Any, instance: User, by: User, at: datetime.datetime) -> None:
        reactivate_account(person=instance, by=by, at=at)


class PersonViewSet(ScopedModelViewSet):
    model = User
    name = "accounts"
    icon = "group"
    menu_label = _("People")
    menu_name = "accounts"
    menu_order = 110
    add_to_admin_menu = True
    form_class = NewAccountForm
    edit_form_class = AccountForm
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    filterset_class = PersonFilterSet
    search_fields = ["last_name", "first_name", "name_latin", "username", "email"]
    list_export = ["last_name", "first_name", "name_latin", "username", "email", "phone_display"]
    export_headings = {"phone_display": _("Phone")}
    export_filename = "people"
    object_actions = [ResetPasswordView, DeactivateView, ReactivateView]
    inspect_view_fields = [
        (_("Name"), lambda person, user: person.respectful_name),
        "name_latin",
        "username",
        (_("Phone"), lambda person, user: person.phone_display),
        "email",
        "gender",
        (_("School"), lambda person, user: person.school),
        (_("Roles"), lambda person, user: roles_in_sight(person, user)),
        "grade_rank",
        "seniority_years",
        "language",
        "is_active",
    ]

    def can_view(self, user: User) -> bool:
        return rules.can_manage_people(user)

    can_add = can_change = can_view

    def can_change_instance(self, user: User, instance: User) -> bool:
        return rules.can_manage_person(user, instance)

    def list_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        today = RoleAssignment.objects.active(timezone.localdate()).select_related("place")
        return queryset.select_related("profile__school").prefetch_related(
            Prefetch("roles", queryset=today, to_attr="active_roles")
        )

    def perform_add(
        self, *, form: NewAccountForm, by: User, at: datetime.datetime, view: PersonCreateView
    ) -> User:
        person, view.password = create_account(
            **form.account(),
            role=form.cleaned_data["role"] or None,
            place=form.cleaned_data["place"],
            password=form.cleaned_data["password"] or None,
            by=by,
            at=at,
        )
        return person

    def perform_change(
        self, *, form: AccountForm, instance: User, by: User, at: datetime.datetime, view: Any
    ) -> None:
        changed = form.account(*form.changed_data) if form.changed_data else {}
        update_account(person=instance, by=by, at=at, **changed)


def role_names(person: User) -> str:
    """The names of the roles held today, each once."""
    return ", ".join(dict.fromkeys(role.get_role_display() for role in person.active_roles))


def roles_in_sight(person: User, user: User) -> str:
    """The roles held today at places that `user` sees, with the places."""
    seen = RoleAssignment.objects.visible_to(user).active(timezone.localdate())
    return ", ".join(
        f"{role.get_role_display()} ({role.place})" if role.place else role.get_role_display()
        for role in seen.filter(user=person).select_related("place")
    )


def password_page(view: Any, person: User, password: str) -> HttpResponse:
    """A page with the new password, the only place where it ever stands. Not to be stored."""
    response = TemplateResponse(
        view.request,
        "people/admin/new_password.html",
        {
            "person": person,
            "password": password,
            "header_title": _("New password"),
            "page_title": _("New password"),
            "header_icon": "key",
            "index_url": view.viewset.get_url_name("index"),
        },
    )
    response["Cache-Control"] = "no-store"
    return response
