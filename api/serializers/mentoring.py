"""Relationships and sessions. Field names follow the seeds, in snake case."""

from typing import Any

from django.utils.timezone import localtime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.people import PersonLine, PlaceLine
from mentoring.models import (
    Membership,
    MentoringGroup,
    MentoringRelationship,
    MentoringSession,
    SessionParticipant,
)


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


class GroupSerializer(serializers.ModelSerializer):
    """A circle of teachers or a training of mentors."""

    place = PlaceLine(read_only=True)

    class Meta:
        model = MentoringGroup
        fields = ["id", "name", "kind", "place", "created_at", "updated_at", "closed_at"]
        read_only_fields = fields


class MembershipSerializer(serializers.ModelSerializer):
    """Who belongs to a group, as what, from when to when; `ended_at` where it ended at once."""

    person = PersonLine(read_only=True)

    class Meta:
        model = Membership
        fields = ["person", "part", "start_date", "end_date", "ended_at"]
        read_only_fields = fields


class GroupWithMembersSerializer(GroupSerializer):
    memberships = MembershipSerializer(read_only=True, many=True)

    class Meta(GroupSerializer.Meta):
        fields = [*GroupSerializer.Meta.fields, "memberships"]
        read_only_fields = fields


class ParticipantSerializer(serializers.ModelSerializer):
    """Who takes part in a session, as what, and whether they were there."""

    person = PersonLine(read_only=True)

    class Meta:
        model = SessionParticipant
        fields = ["person", "part", "attended"]
        read_only_fields = fields


class SessionSerializer(serializers.ModelSerializer):
    """A session with what was written before it; later notes are the mentor's own.

    It is of a relationship or of a group; the other of the two is null.
    """

    form: serializers.SlugRelatedField = serializers.SlugRelatedField(
        "code", read_only=True, allow_null=True, help_text="Code of the form to fill."
    )
    place = PlaceLine(read_only=True)
    participants = ParticipantSerializer(read_only=True, many=True)

    class Meta:
        model = MentoringSession
        fields = [
            "id",
            "relationship",
            "group",
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
            "status_reason",
            "rescheduled_from",
            "pre_session_notes",
            "participants",
        ]
        read_only_fields = fields


class SessionLine(SessionSerializer):
    """A session in a list, without its notes and participants.

    Made from a row of `COLUMNS` rather than from models: a page of 50 costs half as much, and this
    is the longest list there is. `tests/api/test_lists.py` holds it to what the detail tells.
    """

    COLUMNS = (
        "id",
        "relationship_id",
        "group_id",
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

    class Meta(SessionSerializer.Meta):
        fields = [
            name
            for name in SessionSerializer.Meta.fields
            if name
            not in ("status_reason", "rescheduled_from", "pre_session_notes", "participants")
        ]
        read_only_fields = fields

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        actual = row["actual_date"]
        return {
            "id": row["id"],
            "relationship": row["relationship_id"],
            "group": row["group_id"],
            "place": {
                "code": row["place__code"],
                "kind": row["place__kind"],
                "name_km": row["place__name_km"],
                "name_en": row["place__name_en"],
            },
            "session_type": row["session_type"],
            "form": row["form__code"],
            "scheduled_date": localtime(row["scheduled_date"]),
            "actual_date": actual and localtime(actual),
            "duration": row["duration"],
            "location": row["location"],
            "status": row["status"],
            "created_at": localtime(row["created_at"]),
            "updated_at": localtime(row["updated_at"]),
        }
