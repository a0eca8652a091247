"""People and places as other software sees them: names and codes, no contact data."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.models import Place, RoleAssignment, User


class PlaceSerializer(serializers.ModelSerializer):
    parent = serializers.SerializerMethodField()

    class Meta:
        model = Place
        fields = ["code", "kind", "name_km", "name_en", "parent"]

    @extend_schema_field({"type": ["string", "null"], "description": "Code of the place above."})
    def get_parent(self, place: Place) -> str | None:
        return getattr(place, "parent_code", None)


class PlaceLine(serializers.ModelSerializer):
    class Meta:
        model = Place
        fields = ["code", "kind", "name_km", "name_en"]


class PersonLine(serializers.ModelSerializer):
    """A person in a list: how to name them, nothing private."""

    name = serializers.CharField(source="full_name", read_only=True)
    honorific = serializers.CharField(source="get_honorific_display", read_only=True)

    class Meta:
        model = User
        fields = ["id", "honorific", "name", "name_latin"]


class RoleSerializer(serializers.ModelSerializer):
    place = PlaceLine(read_only=True)

    class Meta:
        model = RoleAssignment
        fields = ["role", "place", "start_date", "end_date"]


class PersonSerializer(PersonLine):
    school = PlaceLine(source="profile.school", read_only=True, default=None)

    class Meta(PersonLine.Meta):
        fields = [*PersonLine.Meta.fields, "gender", "grade_rank", "school"]


class MeSerializer(PersonLine):
    roles = RoleSerializer(source="active_roles", many=True, read_only=True)

    class Meta(PersonLine.Meta):
        fields = [*PersonLine.Meta.fields, "username", "language", "roles"]
