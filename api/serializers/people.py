"""People and places as other software sees them: names and codes, no contact data."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.models import Place, RoleAssignment, User


class PlaceLine(serializers.ModelSerializer):
    """A place: a school's code is its EMIS code."""

    class Meta:
        model = Place
        fields = ["code", "kind", "name_km", "name_en"]
        read_only_fields = fields


class PlaceSerializer(PlaceLine):
    """A place with the code of the place above it."""

    parent = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta(PlaceLine.Meta):
        fields = [*PlaceLine.Meta.fields, "parent"]
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "description": "Code of the place above."})
    def get_parent(self, place: Place) -> str | None:
        return getattr(place, "parent_code", None)


class PersonLine(serializers.ModelSerializer):
    """A person in a list: how to name them, nothing private."""

    name = serializers.CharField(
        source="full_name", read_only=True, help_text="Family name first, in Khmer."
    )
    honorific = serializers.CharField(source="get_honorific_display", read_only=True)

    class Meta:
        model = User
        fields = ["id", "honorific", "name", "name_latin"]
        read_only_fields = fields


class RoleSerializer(serializers.ModelSerializer):
    """A role held today, and where."""

    place = PlaceLine(read_only=True, allow_null=True)

    class Meta:
        model = RoleAssignment
        fields = ["role", "place", "start_date", "end_date"]
        read_only_fields = fields


class PersonSerializer(PersonLine):
    """A person one works with, and their school."""

    school = PlaceLine(source="profile.school", read_only=True, allow_null=True, default=None)

    class Meta(PersonLine.Meta):
        fields = [*PersonLine.Meta.fields, "gender", "grade_rank", "school"]
        read_only_fields = fields


class MeSerializer(PersonLine):
    """Oneself, with the roles held today."""

    roles = RoleSerializer(source="active_roles", many=True, read_only=True)

    class Meta(PersonLine.Meta):
        fields = [*PersonLine.Meta.fields, "username", "language", "roles"]
        read_only_fields = fields
