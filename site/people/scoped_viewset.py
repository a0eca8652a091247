"""Admin screens of rows that not everybody may see.

Wagtail's own views ask a permission policy whether a person may use a screen, and then show
every row. Here each view starts from `model.objects.visible_to(user)`, saves through actions,
and treats what a person may not see as if it did not exist.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.forms import BaseForm
from django.urls import path
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from people.object_action import ObjectActionView
from people.scoped_views import (
    ScopedCreateView,
    ScopedDeleteView,
    ScopedEditView,
    ScopedHistoryView,
    ScopedIndexView,
    ScopedInspectView,
    ScopedView,
)

if TYPE_CHECKING:
    from people.models import User


class RulePermissionPolicy(BasePermissionPolicy):
    """Answers Wagtail's questions from the rules that the viewset names."""

    def __init__(self, viewset: ScopedModelViewSet) -> None:
        super().__init__(viewset.model)
        self.viewset = viewset

    def user_has_permission(self, user: User, action: str) -> bool:
        if not user.is_active:
            return False
        rule = getattr(self.viewset, f"can_{action}", None)
        return bool(rule and rule(user))

    def user_has_permission_for_instance(
        self, user: User, action: str, instance: models.Model
    ) -> bool:
        if not self.user_has_permission(user, action):
            return False
        rule = getattr(self.viewset, f"can_{action}_instance", None)
        return rule is None or bool(rule(user, instance))

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        """Only superusers, in case anything of Wagtail asks: rules cannot be turned round."""
        from people.models import User as UserModel

        return UserModel.objects.filter(is_superuser=True, is_active=True)


class ScopedModelViewSet(ModelViewSet):
    """A `ModelViewSet` over rows with `objects.visible_to(user)`.

    A subclass says who may (`can_view`, `can_add`, `can_change`, `can_delete`: a person → yes or
    no; `can_change_instance` and its like: a person and a row), which form is shown (`form_class`
    and, where it differs, `edit_form_class`), and which action saves it (`perform_add`,
    `perform_change`, `perform_delete`). Everything is closed until it says so. Whatever view
    class a subclass puts in, the scope is laid over it.

    Not offered, since they would show or copy rows beside the scope: copy, usage, reorder,
    Wagtail's reference index and its permission registry (so no group can be given these rows).
    """

    index_view_class = ScopedIndexView
    add_view_class = ScopedCreateView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    inspect_view_class = ScopedInspectView
    history_view_class = ScopedHistoryView

    add_view_enabled = True
    edit_view_enabled = True
    delete_view_enabled = False
    history_view_enabled = True
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    sort_order_field = None

    form_class: type[BaseForm] | None = None
    edit_form_class: type[BaseForm] | None = None
    search_fields: list[str] = []
    object_actions: list[type[ObjectActionView]] = []
    refusals: tuple[type[Exception], ...] = (ValidationError, PermissionDenied, IntegrityError)

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        if not hasattr(self.model._default_manager, "visible_to"):
            raise ImproperlyConfigured(f"{self.model.__name__}.objects has no visible_to(user).")
        if self.inspect_view_enabled and not self.inspect_view_fields:
            raise ImproperlyConfigured(f"{type(self).__name__} needs inspect_view_fields.")

    # Who may. Rules, closed by default.

    def can_view(self, user: User) -> bool:
        return False

    def can_add(self, user: User) -> bool:
        return False

    def can_change(self, user: User) -> bool:
        return False

    def can_change_instance(self, user: User, instance: Any) -> bool:
        return self.can_change(user)

    def can_delete(self, user: User) -> bool:
        return False

    def can_delete_instance(self, user: User, instance: Any) -> bool:
        return self.can_delete(user)

    # What is seen.

    def visible_to(self, user: User) -> models.QuerySet:
        """The rows of every view. Narrow it further if need be, never widen it."""
        return self.model._default_manager.visible_to(user)

    def list_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """The place for `select_related` and its like, so that lists ask few queries."""
        return queryset

    # What is done. `view` is for a result to be shown, such as a new password.

    def perform_add(self, *, form: Any, by: User, at: datetime.datetime, view: Any) -> models.Model:
        """Call the action that makes the row; return the row."""
        raise NotImplementedError

    def perform_change(
        self,
        *,
        form: Any,
        instance: Any,
        by: User,
        at: datetime.datetime,
        view: Any,
    ) -> None:
        """Call the action that changes the stored row `instance` to what the form says."""
        raise NotImplementedError

    def perform_delete(self, *, instance: Any, by: User, at: datetime.datetime, view: Any) -> None:
        raise NotImplementedError

    # How it is put together.

    @cached_property
    def permission_policy(self) -> RulePermissionPolicy:
        return RulePermissionPolicy(self)

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        if not issubclass(view_class, ScopedView):
            view_class = type(view_class.__name__, (ScopedView, view_class), {})
        return super().construct_view(
            view_class, viewset=self, permission_policy=self.permission_policy, **kwargs
        )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view_kwargs = super().get_common_view_kwargs(**kwargs)
        view_kwargs.update(usage_url_name=None)
        for name in ("add", "edit", "delete", "history"):
            if not getattr(self, f"{name}_view_enabled"):
                view_kwargs[f"{name}_url_name"] = None
        return view_kwargs

    def get_edit_handler(self) -> None:
        return None

    def get_form_class(self, for_update: bool = False) -> type[BaseForm] | None:
        return (self.edit_form_class or self.form_class) if for_update else self.form_class

    def get_urlpatterns(self) -> list[Any]:
        key = f"<{self.pk_path_converter}:pk>/"
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.add_view_enabled:
            patterns.append(path("new/", self.add_view, name="add"))
        if self.edit_view_enabled:
            patterns.append(path(f"edit/{key}", self.edit_view, name="edit"))
        if self.delete_view_enabled:
            patterns.append(path(f"delete/{key}", self.delete_view, name="delete"))
        if self.inspect_view_enabled:
            patterns.append(path(f"inspect/{key}", self.inspect_view, name="inspect"))
        if self.history_view_enabled:
            patterns += [
                path(f"history/{key}", self.history_view, name="history"),
                path(f"history-results/{key}", self.history_results_view, name="history_results"),
            ]
        patterns += [
            path(f"{view.name}/{key}", self.construct_view(view), name=view.name)
            for view in self.object_actions
        ]
        return patterns

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        policy = self.permission_policy

        class ScopedMenuItem(MenuItem):
            def is_shown(self, request: Any) -> bool:
                return policy.user_has_any_permission(request.user, ["view", "add", "change"])

        return ScopedMenuItem

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        viewset = self

        class ScopedURLFinder(ModelAdminURLFinder):
            edit_url_name = viewset.get_url_name("edit")

            def get_edit_url(self, instance: models.Model) -> str | None:
                if not viewset.edit_view_enabled or self.user is None:
                    return None
                if not viewset.permission_policy.user_has_permission_for_instance(
                    self.user, "change", instance
                ):
                    return None
                if not viewset.visible_to(self.user).filter(pk=instance.pk).exists():
                    return None
                return self.construct_edit_url(instance)

        return ScopedURLFinder

    def register_permissions(self) -> None:
        """Nothing: these rows follow rules, and no group may be given them."""
