"""Which forms a session can be observed with."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from forms_builder.choices import Purpose
from forms_builder.models import Form, FormVersion
from forms_builder.queries import with_titles


def observable_forms(language: str) -> QuerySet[Any]:
    """Every form that is published for observations, with its `title` in `language` or the one
    there is.

    One query, however many forms there are.
    """
    offered = FormVersion.objects.current().serving(Purpose.OBSERVATION)
    forms = Form.objects.filter(pk__in=offered.values("form"))
    return with_titles(forms, language).order_by("title", "pk")
