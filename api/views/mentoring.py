"""Relationships and sessions, read only: what changes them are the people's own screens."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.filters import RelationshipFilter, SessionFilter
from api.serializers.mentoring import RelationshipSerializer, SessionLine, SessionSerializer
from mentoring.models import MentoringRelationship, MentoringSession


class RelationshipsMixin:
    serializer_class = RelationshipSerializer

    def get_queryset(self):
        return MentoringRelationship.objects.visible_to(self.request.user).select_related(
            "mentor", "mentee", "coordinator", "place"
        )


@extend_schema(summary="Mentoring relationships", tags=["mentoring"])
class RelationshipList(RelationshipsMixin, ListAPIView):
    filterset_class = RelationshipFilter
    ordering = ("-start_date", "-id")


@extend_schema(summary="One mentoring relationship", tags=["mentoring"])
class RelationshipDetail(RelationshipsMixin, RetrieveAPIView):
    pass


class SessionsMixin:
    def get_queryset(self):
        return MentoringSession.objects.visible_to(self.request.user).select_related(
            "place", "form"
        )


@extend_schema(summary="Sessions, without their notes", tags=["mentoring"])
class SessionList(SessionsMixin, ListAPIView):
    serializer_class = SessionLine
    filterset_class = SessionFilter
    ordering = ("-scheduled_date", "-id")

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .defer("pre_session_notes", "session_notes", "post_session_notes", "form__body")
        )


@extend_schema(summary="One session", tags=["mentoring"])
class SessionDetail(SessionsMixin, RetrieveAPIView):
    serializer_class = SessionSerializer
