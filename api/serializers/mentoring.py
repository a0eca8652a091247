"""Relationships and sessions. Field names follow the seeds, in snake case."""

from rest_framework import serializers

from api.serializers.people import PersonLine, PlaceLine
from mentoring.models import MentoringRelationship, MentoringSession


class RelationshipSerializer(serializers.ModelSerializer):
    mentor = PersonLine(read_only=True)
    mentee = PersonLine(read_only=True)
    coordinator = PersonLine(read_only=True)
    place = PlaceLine(read_only=True)

    class Meta:
        model = MentoringRelationship
        fields = [
            "id",
            "mentor",
            "mentee",
            "coordinator",
            "place",
            "start_date",
            "end_date",
            "status",
            "focus_areas",
            "created_at",
            "updated_at",
        ]


class SessionLine(serializers.ModelSerializer):
    """A session in a list, without its notes."""

    form = serializers.SlugRelatedField("code", read_only=True)
    place = PlaceLine(read_only=True)

    class Meta:
        model = MentoringSession
        fields = [
            "id",
            "relationship",
            "place",
            "session_type",
            "form",
            "scheduled_date",
            "actual_date",
            "duration",
            "location",
            "status",
            "created_at",
            "updated_at",
        ]


class SessionSerializer(SessionLine):
    class Meta(SessionLine.Meta):
        fields = [
            *SessionLine.Meta.fields,
            "status_reason",
            "rescheduled_from",
            "pre_session_notes",
        ]
