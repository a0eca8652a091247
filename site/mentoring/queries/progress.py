"""How a mentee's observations developed over time."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from forms_builder.logic.paths import code_of
from forms_builder.models import FormVersion
from forms_builder.queries import successors, text_of
from mentoring.choices import Part
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
    domain_order: list[str]

    def domain_codes(self) -> list[str]:
        """Every domain that has a score, in the order of the forms."""
        scored = {code for point in self.points for code in point.domains}
        return [code for code in self.domain_order if code in scored]


def progress_of(mentee: User, viewer: User, *, language: str | None = None) -> Progress:
    """Points of the observations of `mentee` that `viewer` may see, named in `language`.

    Mentees see the released ones, their mentor all of the lasting relationship
    (`Observation.visible_to`). Three queries, however many observations there are.
    """
    rows = list(
        Observation.objects.visible_to(viewer)
        .leading()
        .filter(session__participants__person=mentee, session__participants__part=Part.MENTEE)
        .select_related("submission")
        .defer("submission__answers")
        .order_by("filled_at", "pk")
    )
    versions = FormVersion.objects.prefetch_related("texts").in_bulk(
        {row.submission.version_id for row in rows}
    )
    renamed = _renamed(versions.values())
    points = [_point(row, versions[row.submission.version_id], renamed) for row in rows]
    titles: dict[str, str] = {}
    domains: dict[str, str] = {}
    criteria: dict[tuple[str, str], str] = {}
    order: dict[str, None] = {}  # stored scores do not keep the order of their keys everywhere
    # The newest wording has the last word.
    for version in sorted(versions.values(), key=lambda version: version.number):
        words = text_of(version, language or get_language() or "km")
        titles[version.form.code] = words.title
        domains |= words.texts.get("domains", {})
        items = words.texts.get("items", {})
        for section in version.schema["sections"]:
            for item in section["items"]:
                if item.get("domain"):
                    order[item["domain"]] = None
                if label := items.get(item["id"], {}).get("label"):
                    criteria[version.form.code, item["code"]] = label
    return Progress(points, titles, domains, criteria, list(order))


def _renamed(versions: Iterable[FormVersion]) -> dict[uuid.UUID, dict[str, str]]:
    """By form: the criterion that each replaced criterion goes on as."""
    schemas: dict[uuid.UUID, list[dict]] = {}
    for version in versions:
        schemas.setdefault(version.form_id, []).append(version.schema)
    return {form_key: successors(of_form) for form_key, of_form in schemas.items()}


def _point(
    row: Observation, version: FormVersion, renamed: Mapping[uuid.UUID, Mapping[str, str]]
) -> ProgressPoint:
    scores = row.submission.scores
    following = renamed[version.form_id]
    return ProgressPoint(
        session_id=row.session_id,  # type: ignore[arg-type]  # an observation has one
        observed_at=row.filled_at,
        form_key=version.form_id,
        form_code=version.form.code,
        version=version.number,
        form=_score(scores.get("form", {})),
        domains={code: _score(value) for code, value in scores.get("domains", {}).items()},
        criteria={
            following.get(code, code): own
            for code, own in _by_code(scores.get("criteria", {})).items()
        },
    )


def _by_code(criteria: dict[str, dict]) -> dict[str, Score]:
    """Scores of the rated criteria; those of a repeat's instances are added up."""
    scores: dict[str, Score] = {}
    for path, value in criteria.items():
        if value.get("points") is None:
            continue
        code, own = code_of(path), _score(value)
        before = scores.get(code, Score(Decimal(0), Decimal(0)))
        scores[code] = Score(before.points + own.points, before.out_of + own.out_of)
    return scores


def _score(value: dict) -> Score:
    return Score(Decimal(value.get("points") or 0), Decimal(value.get("out_of") or 0))
