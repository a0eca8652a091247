"""Relationships and sessions. Field names follow the seeds, in snake case."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.people import PersonLine, PlaceLine
from mentoring.models import MentoringRelationship, MentoringSession


class RelationshipSerializer(serializers.ModelSerializer):
    """Who mentors whom, since when and until when."""

    mentor = PersonLine(read_only=True)
    mentee = PersonLine(read_only=True)
    coordinator = PersonLine(read_only=True, allow_null=True)
    place = PlaceLine(read_only=True)
    focus_areas = serializers.SerializerMethodField()

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
        read_only_fields = fields

    @extend_schema_field(
        {"type": "array", "items": {"type": "string"}, "description": "Codes of expertise areas."}
    )
    def get_focus_areas(self, relationship: MentoringRelationship) -> list[str]:
        return relationship.focus_areas


class SessionLine(serializers.ModelSerializer):
    """A session in a list, without its notes."""

    form: serializers.SlugRelatedField = serializers.SlugRelatedField(
        "code", read_only=True, allow_null=True, help_text="Code of the form to fill."
    )
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
        read_only_fields = fields


class SessionSerializer(SessionLine):
    """A session with what was written before it; later notes are the mentor's own."""

    class Meta(SessionLine.Meta):
        fields = [
            *SessionLine.Meta.fields,
            "status_reason",
            "rescheduled_from",
            "pre_session_notes",
        ]
        read_only_fields = fields
