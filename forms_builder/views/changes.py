"""Before publishing: what a draft changes, and what that means for comparison over time."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView

from forms_builder.completeness import missing_counts
from forms_builder.models import ObservationForm
from forms_builder.queries import publishing_of
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

    def publish_action(self) -> HttpResponse | None:
        publishing = publishing_of(ObservationForm.objects.get(pk=self.object.pk))
        if publishing and publishing.changes.structure and publishing.answers:
            messages.info(
                self.request,
                _("Your draft is saved. Look at what it changes, then publish it."),
            )
            namespace = self.edit_url_name.rsplit(":", 1)[0]
            return redirect(f"{namespace}:changes", self.object.pk)
        return super().publish_action()


class ChangesView(FormView):
    """What publishing the latest draft changes; posting publishes that draft and no other."""

    page_title = gettext_lazy("What publishing changes")
    template_name = "forms_builder/admin/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            publishing=publishing_of(self.live_object),
            missing=missing_counts(self.live_object),
            revision=self.live_object.latest_revision_id,
            may_publish=self.may("publish") and not self._locked(),
            compare_url=self.url("compare"),
        )

    def _locked(self) -> bool:
        lock = self.object.get_lock()
        return bool(lock and lock.for_user(self.request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_may("publish")
        revision = self.live_object.latest_revision
        if self._locked():
            messages.error(request, _("The form is locked. Unlock it, then publish it."))
        elif revision is None or str(revision.pk) != request.POST.get("revision"):
            messages.error(
                request, _("The draft has changed since. Look at its changes again, then publish.")
            )
        else:
            try:
                self.object.full_clean()
                revision.publish(user=request.user)
            except ValidationError:
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
                return redirect(self.url("edit"))
        return redirect(self.url("changes"))
