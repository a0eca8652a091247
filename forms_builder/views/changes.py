"""Before publishing: what a draft changes, and what that means for comparison over time."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import TaskState
from wagtail.snippets.views.snippets import EditView

from forms_builder.actions.change_code import change_code
from forms_builder.completeness import missing_counts
from forms_builder.models import ObservationForm
from forms_builder.queries import publishing_of
from forms_builder.views.approval import (
    APPROVE,
    approval_that_publishes,
    ask_to_look,
    forget_comment,
    keep_comment,
    kept_comment,
    to_be_shown,
)
from forms_builder.views.base import FormView


class FormEditView(EditView):
    """The editor. Changes of structure are shown once more before they are published, where
    answers exist that they have to be compared with."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        namespace = self.edit_url_name.rsplit(":", 1)[0]
        pages = [
            ("library", _("Insert from the library"), "folder-open-inverse"),
            ("translations", _("Languages of the form"), "globe"),
            ("tables", _("Tables to look things up in"), "table"),
            ("changes", _("What publishing changes"), "history"),
            ("compare", _("Compare versions"), "resubmit"),
            ("report", _("Where the form is used"), "info-circle"),
            ("answers", _("Download answers"), "download"),
            ("formats", _("XLSForm, XForm, CASE"), "download"),
        ]
        return [
            *super().header_more_buttons,
            *(
                Button(
                    label,
                    url=reverse(f"{namespace}:{name}", args=[quote(self.object.pk)]),
                    icon_name=icon,
                    priority=12 + number,
                )
                for number, (name, label, icon) in enumerate(pages)
            ),
        ]

    def save_instance(self) -> ObservationForm:
        """A code that is still corrected is the form's at once, not only when it is published."""
        if "code" in self.form.cleaned_data:
            change_code(form=self.form.instance, code=self.form.cleaned_data["code"])
        return super().save_instance()

    def workflow_action_action(self) -> HttpResponse | None:
        form = ObservationForm.objects.get(pk=self.object.pk)
        if (
            self.workflow_action == APPROVE
            and approval_that_publishes(form, self.request.user)
            and to_be_shown(form)
        ):
            keep_comment(self.request, form, self._comment())
            return redirect(ask_to_look(self.request, form))
        return super().workflow_action_action()

    def _comment(self) -> str:
        """The comment of the dialog, as the editor sends it on."""
        typed = json.loads(self.request.POST.get("workflow-action-extra-data", "{}"))
        return str(typed.get("comment", ""))

    def publish_action(self) -> HttpResponse | None:
        if to_be_shown(ObservationForm.objects.get(pk=self.object.pk)):
            messages.info(
                self.request,
                _("Your draft is saved. Look at what it changes, then publish it."),
            )
            namespace = self.edit_url_name.rsplit(":", 1)[0]
            return redirect(f"{namespace}:changes", self.object.pk)
        return super().publish_action()


class ChangesView(FormView):
    """What publishing the latest draft changes; posting publishes that draft and no other.

    In a workflow whose last step the person may approve, posting approves it instead.
    """

    page_title = gettext_lazy("What publishing changes")
    template_name = "forms_builder/admin/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            publishing=publishing_of(self.live_object),
            missing=missing_counts(self.live_object),
            revision=self.live_object.latest_revision_id,
            may_approve=self.approval is not None and not self._locked(),
            comment=kept_comment(self.request, self.live_object),
            may_publish=self.may("publish") and not self._locked(),
            compare_url=self.url("compare"),
        )

    @cached_property
    def approval(self) -> TaskState | None:
        return approval_that_publishes(self.live_object, self.request.user)

    def user_has_permission(self, permission: str) -> bool:
        """Those who moderate the form may look at it, as in Wagtail's editor."""
        task = self.live_object.current_workflow_task
        return super().user_has_permission(permission) or bool(
            permission == "change"
            and task
            and task.user_can_access_editor(self.live_object, self.request.user)
        )

    def _locked(self) -> bool:
        lock = self.object.get_lock()
        return bool(lock and lock.for_user(self.request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        approves = "approve" in request.POST
        if approves and self.approval is None:
            raise PermissionDenied
        if not approves:
            self.check_may("publish")
        revision = self.live_object.latest_revision
        if self._locked():
            messages.error(request, _("The form is locked. Unlock it, then publish it."))
        elif revision is None or str(revision.pk) != request.POST.get("revision"):
            keep_comment(request, self.live_object)
            messages.error(
                request, _("The draft has changed since. Look at its changes again, then publish.")
            )
        else:
            try:
                self.object.full_clean()
                if approves:
                    self._approve()
                else:
                    revision.publish(user=request.user)
            except ValidationError:
                keep_comment(request, self.live_object)
                messages.error(
                    request,
                    _(
                        "The draft has errors and was not published. Open the editor and publish "
                        "there to see which."
                    ),
                )
            else:
                messages.success(
                    request, _("“%(title)s” was published.") % {"title": self.object.title}
                )
                return redirect(self.url("edit") if self.may("change") else "wagtailadmin_home")
        return redirect(self.url("changes"))

    def _approve(self) -> None:
        if state := self.approval:
            comment = self.request.POST.get("comment", "")
            state.task.specific.on_action(state, self.request.user, APPROVE, comment=comment)
            forget_comment(self.request, self.live_object)
