"""The coordinator's desk: a panel of the admin's first page with what wants attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from mentoring.queries import needs_attention


class CoordinatorsDesk(Component):
    """Counted lists, each with a link to its rows. Counts only, no names and no ratings."""

    name = "coordinators_desk"
    template_name = "mentoring/admin/desk.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        index = {
            "relationship": reverse("relationships:index"),
            "session": reverse("sessions:index"),
        }
        return {
            "lists": [
                {
                    "label": item.label,
                    "count": item.count,
                    "url": f"{index[item.model]}?attention={item.key}",
                }
                for item in needs_attention(user, timezone.now())
            ],
            "relationships_url": index["relationship"],
            "sessions_url": index["session"],
            "start_url": reverse("relationships:add"),
            "plan_url": reverse("sessions:add"),
        }
