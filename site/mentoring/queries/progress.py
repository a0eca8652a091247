"""How a mentee's observations developed over time."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from forms_builder.models import FormVersionText
from mentoring.models import Observation

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Score:
    """`points` out of `out_of`; `share` is their quotient, None where nothing counted."""

    points: Decimal
    out_of: Decimal

    @property
    def share(self) -> Decimal | None:
        return self.points / self.out_of if self.out_of else None


@dataclass(frozen=True)
class ProgressPoint:
    """One observation: when it was made and its scores by code."""

    session_id: uuid.UUID
    observed_at: datetime.datetime
    form_key: uuid.UUID
    form_code: str
    version: int
    form: Score
    domains: Mapping[str, Score]
    criteria: Mapping[str, Score]


@dataclass(frozen=True)
class Progress:
    """Points from the oldest to the newest, and names of forms, domains and criteria by code.

    Criteria are named per form: their codes are unique only in a form.
    """

    points: list[ProgressPoint]
    form_titles: Mapping[str, str]
    domain_names: Mapping[str, str]
    criterion_names: Mapping[tuple[str, str], str]

    def domain_codes(self) -> list[str]:
        """Every domain that has a score, in the order of first appearance."""
        return list(dict.fromkeys(code for point in self.points for code in point.domains))


def progress_of(mentee: User, viewer: User, *, language: str | None = None) -> Progress:
    """Points of the observations of `mentee` that `viewer` may see, named in `language`.

    Mentees see the released ones, their mentor all of the lasting relationship
    (`Observation.visible_to`). Two queries, however many observations there are.
    """
    observations = (
        Observation.objects.visible_to(viewer)
        .filter(session__relationship__mentee=mentee)
        .select_related("submission__version")
        .order_by("observed_at", "pk")
        .distinct()
    )
    rows = [(row, row.submission.version) for row in observations]
    points = [_point(row, version, row.submission.scores) for row, version in rows]
    versions = {version.pk: version for _row, version in rows}
    titles: dict[str, str] = {}
    domains: dict[str, str] = {}
    criteria: dict[tuple[str, str], str] = {}
    for text in _texts(list(versions), language or get_language() or "km"):
        version = versions[text.version_id]
        titles[version.code] = text.title
        domains |= text.texts.get("domains", {})
        items = text.texts.get("items", {})
        for section in version.schema.get("sections", []):
            for item in section.get("items", []):
                label = items.get(item["id"], {}).get("label")
                if label:
                    criteria[version.code, item["code"]] = label
    return Progress(points, titles, domains, criteria)


def _texts(version_ids: list[int], language: str) -> list[FormVersionText]:
    """Wordings of the versions: other languages first, so that the asked one has the last word."""
    texts = FormVersionText.objects.filter(version__in=version_ids).order_by("version__number")
    return sorted(texts, key=lambda text: text.language == language)


def _point(row: Observation, version: Any, scores: dict) -> ProgressPoint:
    return ProgressPoint(
        session_id=row.session_id,
        observed_at=row.observed_at,
        form_key=version.form_key,
        form_code=version.code,
        version=version.number,
        form=_score(scores.get("form", {})),
        domains={code: _score(value) for code, value in scores.get("domains", {}).items()},
        criteria={
            code: _score(value)
            for code, value in scores.get("criteria", {}).items()
            if not value.get("na")
        },
    )


def _score(value: dict) -> Score:
    return Score(Decimal(value.get("points") or 0), Decimal(value.get("out_of") or 0))
