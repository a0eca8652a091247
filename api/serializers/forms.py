"""Form versions and submissions. Outside, a question is its code."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from forms_builder.queries import answers_by_code
from rest_framework import serializers

from forms_builder.models import FormVersion, Submission


class FormVersionLine(serializers.ModelSerializer):
    title = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="number", read_only=True)
    languages = serializers.SerializerMethodField()

    class Meta:
        model = FormVersion
        fields = ["code", "version", "form_key", "title", "languages", "created_at"]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_title(self, version: FormVersion) -> dict[str, str]:
        return {text.language: text.title for text in version.texts.all()}

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_languages(self, version: FormVersion) -> list[str]:
        return sorted(text.language for text in version.texts.all())


class FormVersionSerializer(FormVersionLine):
    texts = serializers.SerializerMethodField()

    class Meta(FormVersionLine.Meta):
        fields = [*FormVersionLine.Meta.fields, "structure_hash", "schema", "texts"]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "object"}})
    def get_texts(self, version: FormVersion) -> dict[str, Any]:
        return {text.language: text.texts for text in version.texts.all()}


class SubmissionLine(serializers.ModelSerializer):
    form = serializers.CharField(source="version.code", read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)
    session = serializers.UUIDField(source="observation.session_id", read_only=True, default=None)
    score = serializers.SerializerMethodField()

    class Meta:
        model = Submission
        fields = [
            "id",
            "form",
            "version",
            "language",
            "session",
            "submitted_by",
            "revision",
            "score",
            "started_at",
            "finished_at",
            "received_at",
        ]

    @extend_schema_field({"type": "object", "description": "Points and their denominator."})
    def get_score(self, submission: Submission) -> dict[str, Any]:
        return submission.scores.get("form", {})


class SubmissionSerializer(SubmissionLine):
    answers = serializers.SerializerMethodField()

    class Meta(SubmissionLine.Meta):
        fields = [*SubmissionLine.Meta.fields, "answers", "scores"]

    @extend_schema_field({"type": "object", "description": "Answers by question code."})
    def get_answers(self, submission: Submission) -> dict[str, Any]:
        return answers_by_code(submission.version.schema, submission.answers)


class SubmissionIn(serializers.Serializer):
    """What a phone or another program sends; answers are checked by the form's own rules."""

    form = serializers.SlugField()
    version = serializers.IntegerField(min_value=1)
    language = serializers.ChoiceField(choices=["km", "en"])
    session = serializers.UUIDField()
    answers = serializers.DictField(child=serializers.JSONField(allow_null=True))
    started_at = serializers.DateTimeField(required=False, allow_null=True)
    finished_at = serializers.DateTimeField(required=False, allow_null=True)
    base_revision = serializers.IntegerField(min_value=1, required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        started, finished = attrs.get("started_at"), attrs.get("finished_at")
        if started and finished and finished < started:
            attrs["started_at"] = finished  # a phone whose clock was set back in between
        return attrs


class ProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
    current_revision = serializers.IntegerField(required=False)
