"""Approving a form in Wagtail's workflow publishes it: what that changes is shown before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Task, TaskState
from wagtail.snippets.views.snippets import WorkflowActionView

from forms_builder.models import ObservationForm
from forms_builder.queries import Publishing, publishing_of

APPROVE = "approve"


def to_be_shown(form: ObservationForm) -> Publishing | None:
    """What publishing the draft changes, if it changes questions that answers were given to."""
    publishing = publishing_of(form)
    if publishing and publishing.changes.structure and publishing.answers:
        return publishing
    return None


def approval_that_publishes(form: ObservationForm, user: Any) -> TaskState | None:
    """The step of the workflow that `user` may approve now, if no other comes after it."""
    state, task = form.current_workflow_state, form.current_workflow_task
    if state is None or task is None or not form.workflow_in_progress:
        return None
    if APPROVE not in {name for name, _label, _modal in task.get_actions(form, user)}:
        return None
    later = Task.objects.filter(workflow_tasks__workflow=state.workflow, active=True).exclude(
        task_states__in=state.successful_task_states
    )
    return None if later.exclude(pk=task.pk).exists() else form.current_workflow_task_state


def ask_to_look(request: HttpRequest, form: ObservationForm) -> str:
    """Say why nothing was approved yet; return the address of the page of changes."""
    messages.info(request, _("Look at what the draft changes, then approve and publish it there."))
    return reverse("wagtailsnippets_forms_builder_observationform:changes", args=[form.pk])


def keep_comment(request: HttpRequest, form: ObservationForm, comment: str | None = None) -> None:
    """Keep what was typed with an approval, `comment` or what was posted, until it is given."""
    typed = request.POST.get("comment", "") if comment is None else comment
    request.session[_comment_key(form)] = typed


def kept_comment(request: HttpRequest, form: ObservationForm) -> str:
    """What was typed with an approval that has not been given yet."""
    return request.session.get(_comment_key(form), "")


def forget_comment(request: HttpRequest, form: ObservationForm) -> None:
    request.session.pop(_comment_key(form), None)


def _comment_key(form: ObservationForm) -> str:
    return f"approval_comment_{form.pk}"


class FormWorkflowActionView(WorkflowActionView):
    """The buttons and the dialog of the dashboard. The dialog shows the changes itself, and names
    the revision that was shown; an approval of any other is led to the page of changes."""

    @cached_property
    def publishing(self) -> Publishing | None:
        if self.action_name != APPROVE:
            return None
        if approval_that_publishes(self.object, self.request.user) is None:
            return None
        return to_be_shown(self.object)

    def get_template_names(self) -> list[str]:
        if self.publishing:
            return ["forms_builder/admin/approve_dialog.html"]
        return super().get_template_names()

    def get_submit_url(self) -> str:
        return f"{super().get_submit_url()}?shown={self.object.latest_revision_id}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(publishing=self.publishing, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = request.GET.get("shown") == str(self.object.latest_revision_id)
        if not self.publishing or shown:
            return super().post(request, *args, **kwargs)
        keep_comment(request, self.object)
        address = ask_to_look(request, self.object)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": address})
        return redirect(address)
