"""A page of the admin that does one thing to one object, such as ending a role."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from people.scoped_views import ScopedView, add_refusal, name_of, scope_choices


class ObjectActionView(ScopedView, PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """One further action on one object: a page that asks, with a form where one is needed.

    A subclass names the action and calls it:

        class EndRole(ObjectActionView):
            name = "end"
            label = _("End role")
            ...
            @classmethod
            def allowed(cls, user, instance): ...
            def perform(self, *, form, instance, by, at): ...

    List it in the viewset's `object_actions`; its address is `<name>/<pk>/`.
    """

    name = ""
    label: Any = ""
    icon_name = "cog"
    question: Any = ""
    form_class: type[BaseForm] = Form
    submit_button_label: Any = gettext_lazy("Confirm")
    success_message: Any = gettext_lazy("Done: %(label)s.")
    error_message: Any = gettext_lazy("Nothing was changed. See below what to put right.")
    template_name = "people/admin/object_action.html"
    any_permission_required = ["view", "add", "change", "delete"]
    model = None
    index_url_name = None
    inspect_url_name = None
    header_icon = "cog"

    @classmethod
    def allowed(cls, user: Any, instance: Any) -> bool:
        """Whether `user` may do this to `instance`, and it is possible now. Closed by default."""
        return False

    def perform(self, *, form: Any, instance: Any, by: Any, at: Any) -> Any:
        """Call the action. What it raises of the viewset's `refusals` is shown on the form."""
        raise NotImplementedError

    def get_question(self) -> str:
        """What the page asks, with the object named."""
        return str(self.question) % {"object": name_of(self.object)} if self.question else ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_base_object_queryset().get(pk=unquote(str(kwargs["pk"])))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_form_options(self) -> dict[str, Any]:
        """What the form is made with besides what was sent."""
        return {}

    def make_form(self) -> BaseForm:
        posted = self.request.method == "POST"
        return self.form_class(
            data=self.request.POST if posted else None,
            files=self.request.FILES if posted else None,
            initial=self.get_initial(),
            **self.get_form_options(),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self._scoped_form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._scoped_form()
        if not form.is_valid():
            return self.form_invalid(form)
        try:
            self.result = self.perform(
                form=form, instance=self.object, by=request.user, at=timezone.now()
            )
        except self.viewset.refusals as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        return self.respond()

    def _scoped_form(self) -> BaseForm:
        form = self.make_form()
        scope_choices(form, self.request.user)
        return form

    def respond(self) -> HttpResponse:
        """After success: back to where the object is shown, with a message."""
        messages.success(self.request, self.success_message % {"label": self.label})
        return redirect(self.get_success_url())

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        messages.validation_error(self.request, self.error_message, form)
        return self.render_to_response(self.get_context_data(form=form))

    def get_success_url(self) -> str:
        if self.inspect_url_name and self.viewset.visible_to(self.request.user).contains(
            self.object
        ):
            return reverse(self.inspect_url_name, args=(quote(self.object.pk),))
        return reverse(self.index_url_name)

    def get_page_title(self) -> str:
        return str(self.label)

    def get_page_subtitle(self) -> str:
        return name_of(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = capfirst(self.object._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": "", "label": self.label, "sublabel": name_of(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.update(
            object=self.object,
            question=self.get_question(),
            action_url=self.request.path,
            submit_button_label=self.submit_button_label,
            submit_button_active_label=self.submit_button_label,
            has_unsaved_changes=context["form"].is_bound,
            media=context["form"].media,
            cancel_url=self.get_success_url(),
        )
        return context
