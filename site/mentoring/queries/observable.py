"""Which forms a session can be observed with."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from forms_builder.choices import Purpose
from forms_builder.models import FormVersion, ObservationForm


def observable_forms(language: str) -> QuerySet[ObservationForm]:
    """Every form once that is published for observations: in `language`, else in the one it has."""
    same = ObservationForm.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=language
    )
    return ObservationForm.objects.filter(
        Q(locale__language_code=language) | ~Exists(same),
        translation_key__in=FormVersion.objects.current()
        .serving(Purpose.OBSERVATION)
        .values("form_key"),
    ).order_by("title", "pk")
