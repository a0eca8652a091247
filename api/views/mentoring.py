"""Relationships, groups and sessions, read only: what changes them are the people's own screens."""

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request

from api.authentication import caller
from api.filters import GroupFilter, RelationshipFilter, SessionFilter
from api.schema import LIST_PROBLEMS, ONE_PROBLEMS
from api.serializers.mentoring import (
    GroupSerializer,
    GroupWithMembersSerializer,
    RelationshipSerializer,
    SessionLine,
    SessionSerializer,
)
from mentoring.models import Membership, MentoringGroup, MentoringRelationship, MentoringSession


def relationships(request: Request) -> QuerySet[MentoringRelationship]:
    return MentoringRelationship.objects.visible_to(caller(request)).select_related(
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
class RelationshipList(ListAPIView):
    queryset = MentoringRelationship.objects.none()
    serializer_class = RelationshipSerializer
    filterset_class = RelationshipFilter
    ordering = ("-start_date", "-id")

    def get_queryset(self) -> QuerySet[MentoringRelationship]:
        return relationships(self.request)


@extend_schema_view(
    get=extend_schema(
        operation_id="relationships_read",
        summary="One mentoring relationship",
        tags=["mentoring"],
        responses={200: RelationshipSerializer, **ONE_PROBLEMS},
    )
)
class RelationshipDetail(RetrieveAPIView):
    queryset = MentoringRelationship.objects.none()
    serializer_class = RelationshipSerializer

    def get_queryset(self) -> QuerySet[MentoringRelationship]:
        return relationships(self.request)


@extend_schema_view(
    get=extend_schema(
        operation_id="groups_list",
        summary="Circles and trainings",
        tags=["mentoring"],
        responses={200: GroupSerializer(many=True), **LIST_PROBLEMS},
    )
)
class GroupList(ListAPIView):
    queryset = MentoringGroup.objects.none()
    serializer_class = GroupSerializer
    filterset_class = GroupFilter
    ordering = ("-created_at", "-id")

    def get_queryset(self) -> QuerySet[MentoringGroup]:
        return MentoringGroup.objects.visible_to(caller(self.request)).select_related("place")


@extend_schema_view(
    get=extend_schema(
        operation_id="groups_read",
        summary="One circle or training, with its members",
        tags=["mentoring"],
        responses={200: GroupWithMembersSerializer, **ONE_PROBLEMS},
    )
)
class GroupDetail(RetrieveAPIView):
    queryset = MentoringGroup.objects.none()
    serializer_class = GroupWithMembersSerializer

    def get_queryset(self) -> QuerySet[MentoringGroup]:
        members = Membership.objects.select_related("person")
        visible = MentoringGroup.objects.visible_to(caller(self.request))
        return visible.select_related("place").prefetch_related(Prefetch("memberships", members))


@extend_schema_view(
    get=extend_schema(
        operation_id="sessions_list",
        summary="Sessions, without their notes",
        tags=["mentoring"],
        responses={200: SessionLine(many=True), **LIST_PROBLEMS},
    )
)
class SessionList(ListAPIView):
    queryset = MentoringSession.objects.none()
    serializer_class = SessionLine
    filterset_class = SessionFilter
    ordering = ("-scheduled_date", "-id")

    def get_queryset(self) -> QuerySet[MentoringSession, dict]:
        visible = MentoringSession.objects.visible_to(caller(self.request))
        return visible.values(*SessionLine.COLUMNS)


@extend_schema_view(
    get=extend_schema(
        operation_id="sessions_read",
        summary="One session",
        tags=["mentoring"],
        responses={200: SessionSerializer, **ONE_PROBLEMS},
    )
)
class SessionDetail(RetrieveAPIView):
    queryset = MentoringSession.objects.none()
    serializer_class = SessionSerializer

    def get_queryset(self) -> QuerySet[MentoringSession]:
        visible = MentoringSession.objects.visible_to(caller(self.request))
        return visible.select_related("place", "form").with_participants()
