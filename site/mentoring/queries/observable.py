"""Which forms a session can be observed with."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from forms_builder.models import Form
from forms_builder.queries import with_titles


def observable_forms(language: str) -> QuerySet[Any]:
    """Every form with a published version, with its `title` in `language` or the one there is.

    One query, however many forms there are.
    """
    return with_titles(Form.objects.published(), language).order_by("title", "pk")
