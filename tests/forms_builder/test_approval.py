"""A moderator sees what publishing changes before an approval publishes it."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowContentType, WorkflowTask

from forms_builder.models import FormVersion, ObservationForm
from forms_builder.queries import current_version
from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.factories import make_user
from tests.forms_builder.posting import form_data
from tests.forms_builder.samples import every_kind, locale, make_domain
from tests.forms_builder.test_changes import answered

pytestmark = pytest.mark.django_db

COMMENT = "ល្អណាស់ សូមអរគុណ"


def address(name, *args):
    return reverse(f"wagtailsnippets_forms_builder_observationform:{name}", args=args)


@pytest.fixture
def moderators():
    """A group that may open the admin and publish forms, but edits none."""
    group = Group.objects.create(name="Approvers of forms")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="publish_observationform"),
    )
    return group


@pytest.fixture
def steps(moderators):
    """`steps(2)` is a workflow of forms with two approvals, both by the moderators."""

    def make(count: int) -> Workflow:
        workflow = Workflow.objects.create(name="អនុម័តទម្រង់")
        for number in range(count):
            task = GroupApprovalTask.objects.create(name=f"ជំហាន {number}")
            task.groups.add(moderators)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
        WorkflowContentType.objects.create(
            workflow=workflow, content_type=ContentType.objects.get_for_model(ObservationForm)
        )
        return workflow

    return make


@pytest.fixture
def moderator(client, moderators):
    locale("km"), locale("en")
    prepare_groups()
    user = make_user(Role.CONTENT_ADMIN, username="moderator")
    user.groups.add(moderators)
    client.force_login(user)
    return client


def submitted(workflow, **changed) -> ObservationForm:
    """A form with answers whose draft waits for approval; questions left out, if nothing else."""
    form = answered()
    for name, value in (changed or {"body": every_kind(make_domain())[:-2]}).items():
        setattr(form, name, value)
    form.save_revision()
    workflow.start(form, make_user())
    return ObservationForm.objects.get()


def action(form, name="approve"):
    return address("workflow_action", form.pk, name, form.current_workflow_task_state.pk)


def statuses():
    return list(TaskState.objects.order_by("pk").values_list("status", flat=True))


def test_approval_on_the_dashboard_leads_to_the_changes_first(moderator, steps):
    form = submitted(steps(1))
    response = moderator.post(action(form))
    assert response.url == address("changes", form.pk)
    assert statuses() == ["in_progress"]
    page = moderator.get(response.url).content.decode()
    assert "សំណួរបើក" in page and 'name="approve"' in page
    revision = form.latest_revision_id
    moderator.post(response.url, {"revision": revision, "approve": "yes", "comment": COMMENT})
    assert statuses() == ["approved"]
    assert TaskState.objects.get().comment == COMMENT
    assert current_version(form.form_key).number == 2


def test_dialog_with_a_comment_shows_the_changes_and_approves_what_was_shown(moderator, steps):
    form = submitted(steps(1))
    dialog = moderator.get(action(form))
    assert "សំណួរបើក" in json.loads(dialog.content)["html"]
    shown = dialog.context["submit_url"]
    form.get_latest_revision_as_object().save_revision()
    ajax = {"headers": {"x-requested-with": "XMLHttpRequest"}}
    answer = json.loads(moderator.post(shown, {"comment": COMMENT}, **ajax).content)
    assert answer["redirect"] == address("changes", form.pk)
    assert statuses() == ["in_progress"]
    assert COMMENT in moderator.get(answer["redirect"]).content.decode()
    shown = moderator.get(action(form)).context["submit_url"]
    moderator.post(shown, {"comment": COMMENT}, **ajax)
    assert statuses() == ["approved"]
    assert FormVersion.objects.count() == 2


def test_approval_in_the_editor_leads_to_the_changes_with_what_was_typed(moderator, steps):
    form = submitted(steps(1))
    data = form_data(form.get_latest_revision_as_object()) | {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": json.dumps({"comment": COMMENT}),
    }
    response = moderator.post(address("edit", form.pk), data)
    assert response.url == address("changes", form.pk)
    assert statuses() == ["in_progress"]
    assert COMMENT in moderator.get(response.url).content.decode()


def test_draft_that_was_changed_since_is_not_approved(moderator, steps):
    form = submitted(steps(1))
    seen = form.latest_revision_id
    form.get_latest_revision_as_object().save_revision()
    post = {"revision": seen, "approve": "yes", "comment": COMMENT}
    response = moderator.post(address("changes", form.pk), post, follow=True)
    assert statuses() == ["in_progress"]
    assert COMMENT in response.content.decode()


def test_words_and_earlier_steps_are_approved_at_once(moderator, steps):
    form = submitted(steps(2))
    moderator.post(action(form))
    assert statuses() == ["approved", "in_progress"]
    assert moderator.post(action(ObservationForm.objects.get())).url == address("changes", form.pk)


def test_approving_words_alone_publishes_at_once(moderator, steps):
    form = submitted(steps(1), title="ការសង្កេតថ្មី")
    moderator.post(action(form))
    assert statuses() == ["approved"]
    assert ObservationForm.objects.get().title == "ការសង្កេតថ្មី"


def test_changes_are_asked_for_without_looking(moderator, steps):
    form = submitted(steps(1))
    moderator.post(action(form, "reject"), {"comment": COMMENT})
    assert statuses() == ["rejected"]


def test_moderator_who_edits_no_forms_sees_the_changes_and_approves(client, moderators, steps):
    form = submitted(steps(1))
    user = make_user(username="approver")
    user.groups.add(moderators)
    client.force_login(user)
    page = client.get(address("changes", form.pk))
    assert page.status_code == 200
    post = {"revision": form.latest_revision_id, "approve": "yes"}
    assert client.post(address("changes", form.pk), post).url == reverse("wagtailadmin_home")
    assert statuses() == ["approved"]


def test_editor_outside_the_workflow_approves_nothing(client, steps):
    form = submitted(steps(1))
    prepare_groups()
    client.force_login(make_user(Role.CONTENT_ADMIN, username="content"))
    assert 'name="approve"' not in client.get(address("changes", form.pk)).content.decode()
    post = {"revision": form.latest_revision_id, "approve": "yes"}
    client.post(address("changes", form.pk), post)
    assert statuses() == ["in_progress"]
