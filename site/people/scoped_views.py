"""The admin views that `scoped_viewset.ScopedModelViewSet` is made of."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.db.models import Q
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.widgets.button import Button

from khmer.clean import clean_line
from khmer.dates import format_date, format_datetime
from khmer.digits import to_ascii, written

NOTHING = "–"  # stands where a value is empty
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ObjectButton(Button):
    """A button in the row below an object's title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, classname="button button-secondary", **kwargs)


def day(value: datetime.date | None) -> str:
    """The date itself, in the reader's digits: how long ago it was says little of a period."""
    return format_date(value, get_language() or "km", "short") if value else NOTHING


def moment(value: datetime.datetime | None) -> str:
    return format_datetime(value, get_language() or "km", "short") if value else NOTHING


def visible(queryset: models.QuerySet, user: Any) -> models.QuerySet:
    """`queryset` without what `user` may not see, where its model is scoped by row."""
    scoped = getattr(queryset.model._default_manager, "visible_to", None)
    if scoped is None or user.is_superuser:
        return queryset
    return queryset.filter(pk__in=scoped(user).values("pk"))


def name_of(instance: models.Model) -> str:
    """How a page names the object: people with their honorific, the rest as they are written."""
    return getattr(instance, "respectful_name", None) or str(instance)


def scope_choices(form: BaseForm, user: Any) -> None:
    """Let no drop-down of the form offer, or accept, what `user` may not see."""
    for field in form.fields.values():
        queryset = getattr(field, "queryset", None)
        if isinstance(queryset, models.QuerySet):
            setattr(field, "queryset", visible(queryset, user))  # noqa: B010


def add_refusal(form: BaseForm, error: Exception) -> None:
    """Show on the form why an action refused, beside the field it is about where it says so."""
    if isinstance(error, IntegrityError):
        form.add_error(
            None,
            _(
                "Somebody else saved something in between that does not go together with this. "
                "Look at the list again, then save once more."
            ),
        )
    elif isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    elif isinstance(error, ValidationError):
        form.add_error(None, error.error_list)
    else:
        form.add_error(None, str(error) or _("You may not do this. Ask your administrator."))


class ScopedView(View):
    """What every view of a scoped viewset has in common: an object that the person may not see
    does not exist. Checked before anything else of the view runs.
    """

    viewset: Any = None
    request: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if "pk" in kwargs:
            found = self.viewset.visible_to(request.user)
            if not found.filter(pk=unquote(str(kwargs["pk"]))).exists():
                raise Http404
        super().setup(request, *args, **kwargs)

    def get_base_object_queryset(self) -> models.QuerySet:
        return self.viewset.visible_to(self.request.user)

    def check_instance(self, permission: str, instance: models.Model) -> None:
        policy = self.viewset.permission_policy
        if not policy.user_has_permission_for_instance(self.request.user, permission, instance):
            raise PermissionDenied

    def action_buttons(self, instance: models.Model, button_class: type[Button] = Button) -> list:
        """Buttons of the further actions that the person may take on this object now."""
        return [
            button_class(
                view.label,
                url=reverse(self.viewset.get_url_name(view.name), args=(quote(instance.pk),)),
                icon_name=view.icon_name,
                priority=50 + place,
            )
            for place, view in enumerate(self.viewset.object_actions)
            if view.allowed(self.request.user, instance)
        ]


class ScopedIndexView(ScopedView, generic.IndexView):
    """The list, its search, its filters and its export."""

    def get_base_queryset(self) -> models.QuerySet:
        return self.viewset.list_queryset(self.viewset.visible_to(self.request.user))

    @cached_property
    def filters(self) -> Any:
        filterset = super().filters
        if filterset:
            scope_choices(filterset.form, self.request.user)
        return filterset

    def title_column(self, name: str, **kwargs: Any) -> Column:
        """The first column of a list: linked to the object, with its buttons."""
        column_class = self._get_title_column_class(TitleColumn)
        return column_class(
            name,
            get_url=lambda row: self.get_edit_url(row) or self.get_inspect_url(row),
            **kwargs,
        )

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """Every word of the query stands in one of the search fields."""
        for word in to_ascii(clean_line(self.search_query)).split():
            anywhere = Q()
            for field in self.search_fields:
                anywhere |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset

    def get_edit_url(self, instance: models.Model) -> str | None:
        if self.edit_url_name and self.user_has_permission_for_instance("change", instance):
            return reverse(self.edit_url_name, args=(quote(instance.pk),))
        return None

    def get_delete_url(self, instance: models.Model) -> str | None:
        if self.delete_url_name and self.user_has_permission_for_instance("delete", instance):
            return reverse(self.delete_url_name, args=(quote(instance.pk),))
        return None

    def get_list_more_buttons(self, instance: models.Model) -> list:
        return [*super().get_list_more_buttons(instance), *self.action_buttons(instance)]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """A cell that a spreadsheet would take for a formula is made plain text."""
        value = super().preprocess_field_value(field, value, export_format)
        if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
            return f"'{value}"
        return value


class ScopedFormView(ScopedView):
    """A form whose choices are scoped, and which shows why an action refused. Laid over one of
    Wagtail's form views."""

    get_error_message: Any
    form_invalid: Any

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form = super().get_form(form_class)  # type: ignore[misc]
        scope_choices(form, self.request.user)
        return form

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except self.viewset.refusals as error:
            add_refusal(form, error)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class ScopedCreateView(ScopedFormView, generic.CreateView):
    def save_instance(self) -> models.Model:
        return self.viewset.perform_add(
            form=self.form, by=self.request.user, at=timezone.now(), view=self
        )

    def get_success_buttons(self) -> list:
        return []


class ScopedEditView(ScopedFormView, generic.EditView):
    def get_queryset(self) -> models.QuerySet:
        return self.viewset.visible_to(self.request.user)

    def get_object(self, queryset: models.QuerySet | None = None) -> models.Model:
        instance = super().get_object(queryset)
        self.check_instance("change", instance)
        return instance

    def save_instance(self) -> models.Model:
        # The form has written what was typed onto its own instance. The action gets the row as
        # it is stored, so that it can compare and refuse.
        stored = self.get_queryset().get(pk=self.object.pk)
        self.viewset.perform_change(
            form=self.form, instance=stored, by=self.request.user, at=timezone.now(), view=self
        )
        return stored

    def get_success_buttons(self) -> list:
        return []

    @cached_property
    def header_more_buttons(self) -> list:
        return [*super().header_more_buttons, *self.action_buttons(self.object)]


class ScopedDeleteView(ScopedView, generic.DeleteView):
    def get_queryset(self) -> models.QuerySet:
        return self.viewset.visible_to(self.request.user)

    def get_object(self, queryset: models.QuerySet | None = None) -> models.Model:
        instance = super().get_object(queryset)
        self.check_instance("delete", instance)
        return instance

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except self.viewset.refusals as error:
            add_refusal(form, error)
            messages.error(self.request, " ".join(map(str, form.errors[NON_FIELD_ERRORS])))
            return redirect(self.get_delete_url())

    def delete_action(self) -> None:
        self.viewset.perform_delete(
            instance=self.object, by=self.request.user, at=timezone.now(), view=self
        )


class ScopedInspectView(ScopedView, generic.InspectView):
    """`fields` are names of model fields, or pairs of a label and a function of object and user.

    What can be done stands in a row below the title: in the header it would hide the title.
    """

    template_name = "people/admin/inspect.html"

    def get_context_for_field(self, field_name: str | tuple[Any, Any]) -> dict[str, Any]:
        if isinstance(field_name, str):
            context = super().get_context_for_field(field_name)
        else:
            label, value_of = field_name
            value = value_of(self.object, self.request.user)
            context = {"label": label, "value": value, "component": None}
        if isinstance(context["value"], bool):
            context["value"] = _("Yes") if context["value"] else _("No")
        elif context["value"] in (None, ""):
            context["value"] = NOTHING
        elif isinstance(context["value"], int):
            context["value"] = written(context["value"])
        elif type(context["value"]) is datetime.date:
            context["value"] = day(context["value"])
        return context

    def get_page_subtitle(self) -> str:
        return name_of(self.object)

    def get_object(self, queryset: models.QuerySet | None = None) -> models.Model:
        instance = self.viewset.list_queryset(self.get_base_object_queryset()).get(
            pk=unquote(str(self.pk))
        )
        self.check_instance("view", instance)
        return instance

    def get_edit_url(self) -> str | None:
        if self.edit_url_name and self.user_has_permission_for_instance("change", self.object):
            return reverse(self.edit_url_name, args=(quote(self.object.pk),))
        return None

    def get_delete_url(self) -> str | None:
        if self.delete_url_name and self.user_has_permission_for_instance("delete", self.object):
            return reverse(self.delete_url_name, args=(quote(self.object.pk),))
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, object_buttons=self.action_buttons(self.object, ObjectButton)
        )


class ScopedHistoryView(ScopedView, history.HistoryView):
    def get_edit_url(self, instance: models.Model) -> str | None:
        if self.user_has_permission_for_instance("change", instance):
            return super().get_edit_url(instance)
        return None

    @cached_property
    def header_buttons(self) -> list:
        return super().header_buttons if self.get_edit_url(self.object) else []
