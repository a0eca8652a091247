"""Filters of the lists. Ids are numbers or UUIDs, so that a filter costs no query of its own."""

import django_filters as filters

from forms_builder.models import Submission
from mentoring.choices import RelationshipStatus, SessionStatus, SessionType
from mentoring.models import MentoringRelationship, MentoringSession
from people.choices import PlaceKind, Role
from people.models import Place, User


class PlaceFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=PlaceKind.choices)
    code = filters.CharFilter()

    class Meta:
        model = Place
        fields = ["kind", "code"]


class PersonFilter(filters.FilterSet):
    role = filters.ChoiceFilter(choices=Role.choices, method="by_role")

    class Meta:
        model = User
        fields = ["role"]

    def by_role(self, queryset, name, value):
        from django.utils import timezone

        return queryset.with_role(value, timezone.localdate())


class RelationshipFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=RelationshipStatus.choices)
    mentor = filters.NumberFilter(field_name="mentor_id")
    mentee = filters.NumberFilter(field_name="mentee_id")
    place = filters.CharFilter(field_name="place__code")
    started_from = filters.DateFilter(field_name="start_date", lookup_expr="gte")
    started_until = filters.DateFilter(field_name="start_date", lookup_expr="lte")

    class Meta:
        model = MentoringRelationship
        fields: list[str] = []


class SessionFilter(filters.FilterSet):
    relationship = filters.UUIDFilter(field_name="relationship_id")
    status = filters.ChoiceFilter(choices=SessionStatus.choices)
    session_type = filters.ChoiceFilter(choices=SessionType.choices)
    mentor = filters.NumberFilter(field_name="relationship__mentor_id")
    mentee = filters.NumberFilter(field_name="relationship__mentee_id")
    place = filters.CharFilter(field_name="place__code")
    scheduled_from = filters.IsoDateTimeFilter(field_name="scheduled_date", lookup_expr="gte")
    scheduled_until = filters.IsoDateTimeFilter(field_name="scheduled_date", lookup_expr="lte")

    class Meta:
        model = MentoringSession
        fields: list[str] = []


class SubmissionFilter(filters.FilterSet):
    form = filters.CharFilter(field_name="version__code")
    version = filters.NumberFilter(field_name="version__number")
    session = filters.UUIDFilter(field_name="observation__session_id")
    submitted_by = filters.NumberFilter(field_name="submitted_by_id")
    received_from = filters.IsoDateTimeFilter(field_name="received_at", lookup_expr="gte")
    received_until = filters.IsoDateTimeFilter(field_name="received_at", lookup_expr="lte")

    class Meta:
        model = Submission
        fields: list[str] = []
