"""The coordinator's desk: a panel of the admin's first page with what wants attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from mentoring.queries import needs_attention
from mentoring.viewsets import relationship_viewset, session_viewset


class CoordinatorsDesk(Component):
    """Counted lists, each with a link to its rows. Counts only, no names and no ratings."""

    name = "coordinators_desk"
    template_name = "mentoring/admin/desk.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        index = {
            "relationship": reverse(relationship_viewset.get_url_name("index")),
            "session": reverse(session_viewset.get_url_name("index")),
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
            "start_url": reverse(relationship_viewset.get_url_name("add")),
            "plan_url": reverse(session_viewset.get_url_name("add")),
        }
