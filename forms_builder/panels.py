"""Panels of the form editor beside those of Wagtail."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from forms_builder.completeness import missing_counts
from forms_builder.queries import Publishing, publishing_of, versions_with_counts


class VersionsPanel(Panel):
    """Which versions were published, and how many answers each has."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Versions and answers"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_builder/admin/versions_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["versions"] = versions_with_counts(self.instance.form_key)
            return context


class ChangesPanel(Panel):
    """What publishing the draft changes, for editors and for those who approve it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("What publishing changes"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_builder/admin/changes_panel.html"

        def is_shown(self) -> bool:
            return (
                super().is_shown()
                and self.instance.pk is not None
                and self.request is not None
                and self.request.method == "GET"
                and bool(self.missing or (self.publishing and self.publishing.changes))
            )

        @cached_property
        def publishing(self) -> Publishing | None:
            if not self.instance.has_unpublished_changes:
                return None
            return publishing_of(self.instance)

        @cached_property
        def missing(self) -> list[tuple[str, int]]:
            return missing_counts(self.instance)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["publishing"] = self.publishing
            context["missing"] = self.missing
            return context
