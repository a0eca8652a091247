"""Relationships and sessions, read only: what changes them are the people's own screens."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.filters import RelationshipFilter, SessionFilter
from api.schema import LIST_PROBLEMS, ONE_PROBLEMS
from api.serializers.mentoring import RelationshipSerializer, SessionLine, SessionSerializer
from mentoring.models import MentoringRelationship, MentoringSession


class RelationshipsMixin:
    serializer_class = RelationshipSerializer

    def get_queryset(self):
        return MentoringRelationship.objects.visible_to(self.request.user).select_related(
            "mentor", "mentee", "coordinator", "place"
        )


@extend_schema_view(
    get=extend_schema(
        operation_id="relationships_list",
        summary="Mentoring relationships",
        tags=["mentoring"],
        responses={200: RelationshipSerializer(many=True), **LIST_PROBLEMS},
    )
)
class RelationshipList(RelationshipsMixin, ListAPIView):
    queryset = MentoringRelationship.objects.none()
    filterset_class = RelationshipFilter
    ordering = ("-start_date", "-id")


@extend_schema_view(
    get=extend_schema(
        operation_id="relationships_read",
        summary="One mentoring relationship",
        tags=["mentoring"],
        responses={200: RelationshipSerializer, **ONE_PROBLEMS},
    )
)
class RelationshipDetail(RelationshipsMixin, RetrieveAPIView):
    queryset = MentoringRelationship.objects.none()


class SessionsMixin:
    def get_queryset(self):
        return MentoringSession.objects.visible_to(self.request.user).select_related(
            "place", "form"
        )


@extend_schema_view(
    get=extend_schema(
        operation_id="sessions_list",
        summary="Sessions, without their notes",
        tags=["mentoring"],
        responses={200: SessionLine(many=True), **LIST_PROBLEMS},
    )
)
class SessionList(SessionsMixin, ListAPIView):
    queryset = MentoringSession.objects.none()
    serializer_class = SessionLine
    filterset_class = SessionFilter
    ordering = ("-scheduled_date", "-id")

    def get_queryset(self):
        return super().get_queryset().only(*SESSION_COLUMNS)


# What a line shows, and nothing else: notes are long, and a form's body longer still.
SESSION_COLUMNS = (
    "relationship_id",
    "session_type",
    "scheduled_date",
    "actual_date",
    "duration",
    "location",
    "status",
    "created_at",
    "updated_at",
    "form__code",
    "place__code",
    "place__kind",
    "place__name_km",
    "place__name_en",
)


@extend_schema_view(
    get=extend_schema(
        operation_id="sessions_read",
        summary="One session",
        tags=["mentoring"],
        responses={200: SessionSerializer, **ONE_PROBLEMS},
    )
)
class SessionDetail(SessionsMixin, RetrieveAPIView):
    queryset = MentoringSession.objects.none()
    serializer_class = SessionSerializer
