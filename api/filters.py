"""Filters of the lists. Ids are numbers or UUIDs, so that a filter costs no query of its own.

A value that makes no sense, and a parameter that nobody knows, are told (400): a filter that was
mistyped must not show more than was asked for.
"""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.moments import check_year
from forms_builder.choices import Purpose
from forms_builder.models import Submission
from mentoring.choices import GroupKind, Part, RelationshipStatus, SessionStatus, SessionType
from mentoring.models import (
    MentoringGroup,
    MentoringRelationship,
    MentoringSession,
    SessionParticipant,
)
from people.choices import PlaceKind, Role
from people.models import Place, User


class StrictFilterBackend(DjangoFilterBackend):
    """Knows the list's filters, its paging and `format`, and refuses any other parameter."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        filterset = self.get_filterset(request, queryset, view)
        known = {"format", *view.paginator.parameters}
        errors: dict[str, list[str]] = {}
        if filterset is not None:
            known |= set(filterset.filters)
            if not filterset.is_valid():
                errors = {name: list(messages) for name, messages in filterset.errors.items()}
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            errors[""] = [
                _("This list has no such filter: %(unknown)s. It has: %(known)s.")
                % {
                    "unknown": ", ".join(name[:40] for name in unknown[:5]),
                    "known": ", ".join(sorted(known)),
                }
            ]
        if errors:
            raise ValidationError(errors)
        return queryset if filterset is None else filterset.qs


class IdField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 2**63 - 1, **kwargs})


class IdFilter(filters.NumberFilter):
    """A whole number; a fraction or an exponent is none."""

    field_class = IdField

    def get_max_validator(self) -> None:
        return None


class MomentFilter(filters.IsoDateTimeFilter):
    """ISO 8601. Without an offset it is Cambodian time; a day alone is its first moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, validators=[check_year], **kwargs)


class PlaceCodeFilter(filters.CharFilter):
    """A place's code: the records of that place and of everything below it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=32, **kwargs)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        if not value:
            return queryset
        found = list(Place.objects.filter(code=value).values_list("pk", "path", "kind"))
        inside = Q(pk__in=[])
        for pk, path, kind in found:
            # Nothing lies below a school, and an index by place serves the list's order too.
            inside |= Q(place=pk) if kind == PlaceKind.SCHOOL else Q(place__path__within=[path])
        return queryset.filter(inside)


class PlaceFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=PlaceKind.choices)
    code = filters.CharFilter(max_length=32)

    class Meta:
        model = Place
        fields = ["kind", "code"]


class PersonFilter(filters.FilterSet):
    role = filters.ChoiceFilter(
        choices=Role.choices, method="by_role", help_text="People who hold this role today."
    )

    class Meta:
        model = User
        fields = ["role"]

    def by_role(self, queryset, name: str, value: str):
        return queryset.with_role(value, timezone.localdate())


class RelationshipFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=RelationshipStatus.choices)
    mentor = IdFilter(field_name="mentor_id")
    mentee = IdFilter(field_name="mentee_id")
    place = PlaceCodeFilter()
    started_from = filters.DateFilter(field_name="start_date", lookup_expr="gte")
    started_until = filters.DateFilter(field_name="start_date", lookup_expr="lte")

    class Meta:
        model = MentoringRelationship
        fields: list[str] = []


class GroupFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=GroupKind.choices)
    place = PlaceCodeFilter()

    class Meta:
        model = MentoringGroup
        fields: list[str] = []


class SessionFilter(filters.FilterSet):
    relationship = filters.UUIDFilter(field_name="relationship_id")
    status = filters.ChoiceFilter(choices=SessionStatus.choices)
    session_type = filters.ChoiceFilter(choices=SessionType.choices)
    group = filters.UUIDFilter(field_name="group_id")
    mentor = IdFilter(method="by_mentor")
    mentee = IdFilter(method="by_mentee")
    participant = IdFilter(method="by_participant")
    place = PlaceCodeFilter()
    scheduled_from = MomentFilter(field_name="scheduled_date", lookup_expr="gte")
    scheduled_until = MomentFilter(field_name="scheduled_date", lookup_expr="lte")

    class Meta:
        model = MentoringSession
        fields: list[str] = []

    def by_mentor(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        return self._in_which(queryset, value, part=Part.MENTOR)

    def by_mentee(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        return self._in_which(queryset, value, part=Part.MENTEE)

    def by_participant(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        return self._in_which(queryset, value)

    def _in_which(self, queryset: QuerySet, person: int, **row: str) -> QuerySet:
        rows = SessionParticipant.objects.filter(person=person, **row)
        return queryset.filter(pk__in=rows.values("session"))


class SubmissionFilter(filters.FilterSet):
    form = filters.CharFilter(field_name="version__form__code", max_length=64)
    version = IdFilter(field_name="version__number")
    purpose = filters.ChoiceFilter(field_name="filling__purpose", choices=Purpose.choices)
    session = filters.UUIDFilter(field_name="filling__session_id")
    submitted_by = IdFilter(field_name="submitted_by_id")
    received_from = MomentFilter(field_name="received_at", lookup_expr="gte")
    received_until = MomentFilter(field_name="received_at", lookup_expr="lte")

    class Meta:
        model = Submission
        fields: list[str] = []
