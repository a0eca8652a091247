"""The content admin's part of the admin's first page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from mentoring_pages.waiting import waiting_for


class WaitingContent(Component):
    """Drafts and translations that wait. Workflow tasks have a panel of Wagtail's below."""

    name = "waiting_content"
    template_name = "mentoring_pages/admin/waiting_content.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "waiting": waiting_for(parent_context["request"].user),
            "forms_url": reverse("wagtailsnippets_forms_builder_observationform:list"),
        }
