"""Figures about schools: means over at least five people, or none and the reason."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms_builder.models import FormVersion
from forms_builder.queries import successors, text_of
from insights.models import CriterionPerson, CriterionRollup
from khmer.digits import written
from mentoring.choices import REFLECTING_PARTS, SessionStatus
from mentoring.models import MentoringRelationship, MentoringSession
from people.choices import PlaceKind
from people.models import Place

if TYPE_CHECKING:
    from people.models import User

FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Cell:
    """One figure. Where it is suppressed, `mean`, `people` and `n` are None.

    `mean` is the percentage of the scale's maximum, to one decimal; `people` how many different
    people stand behind it, `n` how many ratings.
    """

    code: str
    label: str
    mean: Decimal | None = None
    people: int | None = None
    n: int | None = None

    @property
    def is_suppressed(self) -> bool:
        return self.mean is None

    @property
    def reason(self) -> str:
        """Why there is no figure, "" where there is one."""
        if not self.is_suppressed:
            return ""
        return _("Not shown, to protect people: fewer than %(count)s teachers stand behind it.") % {
            "count": written(FEWEST_PEOPLE)
        }


@dataclass(frozen=True)
class FormOverview:
    """One form at one school: the whole, its domains, its criteria in the form's order."""

    form_key: uuid.UUID
    title: str
    whole: Cell
    domains: list[Cell]
    criteria: list[Cell]


@dataclass(frozen=True)
class SchoolOverview:
    """A school as its leader sees it. Counts of fewer than five people are None."""

    place: Place
    teachers_in_mentoring: int | None
    sessions_held: int | None
    forms: list[FormOverview] = field(default_factory=list)

    @property
    def reason(self) -> str:
        return Cell("", "").reason


def school_overview(user: User, *, language: str | None = None) -> list[SchoolOverview]:
    """An overview of each school that `user` leads today, without any person in it.

    A figure that fewer than five people stand behind is suppressed, and with it every total from
    which it could be worked out (`domain.md`, feedback 4).
    """
    if not user.is_authenticated or not user.led_paths:
        return []
    led = Place.objects.within(user.led_paths)
    places = list(led.filter(kind=PlaceKind.SCHOOL).order_by("sort_key", "pk"))
    figures = _figures(places, language or get_language() or "km")
    mentored, held = _activity(places)
    return [
        SchoolOverview(
            place=place,
            teachers_in_mentoring=_at_least(mentored[place.pk], mentored[place.pk]),
            sessions_held=_at_least(held[place.pk][0], held[place.pk][1]),
            forms=figures[place.pk],
        )
        for place in places
    ]


def _at_least(people: int, figure: int) -> int | None:
    return figure if people >= FEWEST_PEOPLE or people == 0 else None


def _activity(places: list[Place]) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """By school: people mentored today; (people, sessions) held in the last twelve months."""
    mentored: dict[int, int] = defaultdict(int)
    lasting = MentoringRelationship.objects.lasting(timezone.localdate()).filter(place__in=places)
    for row in lasting.order_by().values("place").annotate(n=Count("mentee", distinct=True)):
        mentored[row["place"]] = row["n"]
    held: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    sessions = MentoringSession.objects.filter(
        place__in=places,
        status=SessionStatus.COMPLETED,
        actual_date__gte=timezone.now() - datetime.timedelta(days=365),
    )
    rows = sessions.order_by().values("place")
    for row in rows.annotate(
        people=Count(
            "participants__person",
            filter=Q(participants__part__in=REFLECTING_PARTS),
            distinct=True,
        ),
        n=Count("pk", distinct=True),
    ):
        held[row["place"]] = (row["people"], row["n"])
    return mentored, held


def _figures(places: list[Place], language: str) -> dict[int, list[FormOverview]]:
    sums: dict[tuple[int, uuid.UUID], dict[str, tuple[int, int]]] = defaultdict(dict)
    rows = (
        CriterionRollup.objects.filter(place__in=places)
        .values("place", "form", "criterion")
        .annotate(ratings=Sum("n"), sum=Sum("total"))
    )
    for row in rows:
        if row["ratings"]:
            sums[row["place"], row["form"]][row["criterion"]] = (row["ratings"], row["sum"])
    people: dict[tuple[int, uuid.UUID], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    behind = CriterionPerson.objects.filter(place__in=places, n__gt=0)
    for place, form_key, criterion, person in behind.values_list(
        "place", "form", "criterion", "person"
    ):
        people[place, form_key][criterion].add(person)
    versions = _versions({form_key for _place, form_key in sums})
    renamed = {
        form_key: successors(version.schema for version in of_form)
        for form_key, of_form in versions.items()
    }
    overviews: dict[int, list[FormOverview]] = defaultdict(list)
    for (place, form_key), by_criterion in sums.items():
        if form_key in versions:
            overviews[place].append(
                _form_overview(
                    versions[form_key][-1],
                    *_continued(by_criterion, people[place, form_key], renamed[form_key]),
                    language,
                )
            )
    for forms in overviews.values():
        forms.sort(key=lambda form: form.title)
    return overviews


def _continued(
    sums: dict[str, tuple[int, int]], people: dict[str, set[int]], renamed: dict[str, str]
) -> tuple[dict[str, tuple[int, int]], dict[str, set[int]]]:
    """Put what a replaced criterion has under the criterion that continues it."""
    joined: dict[str, tuple[int, int]] = {}
    behind: dict[str, set[int]] = defaultdict(set)
    for code, (n, total) in sums.items():
        code = renamed.get(code, code)
        before = joined.get(code, (0, 0))
        joined[code] = (before[0] + n, before[1] + total)
    for code, persons in people.items():
        behind[renamed.get(code, code)] |= persons
    return joined, behind


def _versions(form_keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[FormVersion]]:
    """All versions of each form, the latest last."""
    versions: dict[uuid.UUID, list[FormVersion]] = {}
    rows = FormVersion.objects.filter(form__in=form_keys).order_by("number")
    for version in rows.prefetch_related("texts"):
        versions.setdefault(version.form_id, []).append(version)
    return versions


def _form_overview(
    version: FormVersion,
    sums: dict[str, tuple[int, int]],
    people: dict[str, set[int]],
    language: str,
) -> FormOverview:
    words = text_of(version, language)
    items = [item for section in version.schema["sections"] for item in section["items"]]
    labels = {
        item["code"]: words.texts.get("items", {}).get(item["id"], {}).get("label", item["code"])
        for item in items
    }
    ordered = [item["code"] for item in items if item["code"] in sums]
    ordered += sorted(sums.keys() - set(ordered))
    domains: dict[str, list[str]] = {}
    for item in items:
        if item["code"] in sums and item.get("domain"):
            domains.setdefault(item["domain"], []).append(item["code"])
    names = words.texts.get("domains", {})
    return FormOverview(
        form_key=version.form_id,
        title=words.title,
        whole=_cell("", words.title, ordered, sums, people),
        domains=[
            _cell(code, names.get(code, code), members, sums, people)
            for code, members in domains.items()
        ],
        criteria=[_cell(code, labels.get(code, code), [code], sums, people) for code in ordered],
    )


def _cell(
    code: str,
    label: str,
    criteria: list[str],
    sums: dict[str, tuple[int, int]],
    people: dict[str, set[int]],
) -> Cell:
    """The mean over `criteria`; suppressed where any of them has too few people behind it."""
    if any(len(people[criterion]) < FEWEST_PEOPLE for criterion in criteria):
        return Cell(code, label)
    n = sum(sums[criterion][0] for criterion in criteria)
    total = sum(sums[criterion][1] for criterion in criteria)
    mean = (Decimal(total) / n / 10).quantize(Decimal("0.1"), ROUND_HALF_UP)
    behind = set().union(*(people[criterion] for criterion in criteria))
    return Cell(code, label, mean, len(behind), n)
