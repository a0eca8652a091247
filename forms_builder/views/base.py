"""What the pages about one form in the admin share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from forms_builder.models import ObservationForm

if TYPE_CHECKING:
    from people.models import User


class FormView(PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseObjectMixin, TemplateView):
    """A page about one form, for those who may change forms. `object` is its latest draft."""

    model = ObservationForm
    permission_required = "change"
    index_url_name = ""
    edit_url_name = ""
    header_icon = "clipboard-list"
    page_title: Any = ""
    object: ObservationForm

    def get_object(self) -> ObservationForm:
        self.live_object = super().get_object()
        return self.live_object.get_latest_revision_as_object()

    def url(self, name: str, *args: Any) -> str:
        """Return the address of another page about this form."""
        namespace = self.edit_url_name.rsplit(":", 1)[0]
        return reverse(f"{namespace}:{name}", args=[quote(self.object.pk), *args])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(self.index_url_name),
                "label": capfirst(str(self.model._meta.verbose_name_plural)),
            },
            {"url": self.url("edit"), "label": self.object.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            object=self.object,
            edit_url=self.url("edit"),
            breadcrumbs_items=self.get_breadcrumbs_items(),
            header_title=self.get_header_title(),
        )

    @property
    def person(self) -> User:
        """Who is signed in; nobody else gets to a page of the admin."""
        return cast("User", self.request.user)

    def may(self, permission: str) -> bool:
        return self.user_has_permission(permission)

    def check_may(self, permission: str) -> None:
        """Raise PermissionDenied if the person may not."""
        if not self.may(permission):
            raise PermissionDenied
