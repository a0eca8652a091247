"""Form versions and submissions. Outside, a question is its code."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from api.moments import check_year
from forms_builder.answers import answers_by_code
from forms_builder.choices import Purpose
from forms_builder.models import FormVersion, Submission

LARGEST_NUMBER = 2**31 - 1
SENT_PURPOSES = [
    (purpose.value, purpose.label)
    for purpose in (Purpose.OBSERVATION, Purpose.SELF_ASSESSMENT, Purpose.PROFILE)
]
LANGUAGES = [("km", "km"), ("en", "en")]

BY_LANGUAGE = {"type": "object", "additionalProperties": {"type": "string"}}
POINTS = {
    "type": "object",
    "description": "Points and their denominator, as exact decimals. Questions answered with "
    "“not applicable” are in neither.",
    "properties": {
        "points": {"type": "string", "examples": ["8"]},
        "out_of": {"type": "string", "examples": ["12"]},
        "answered": {"type": "integer"},
        "asked": {"type": "integer"},
        "band": {
            "type": ["string", "null"],
            "description": "Only where the form has bands: the id of the one that is reached. Its "
            "name stands in the version's texts, under `scoring`.",
        },
    },
}
SCORES = {
    "type": "object",
    "description": "Points of the form, by domain and by criterion; in a repeat, a criterion is "
    "its path, such as `lessons.0.clarity`. The version is named beside them.",
    "properties": {
        "form": POINTS,
        "domains": {"type": "object", "additionalProperties": POINTS},
        "criteria": {"type": "object", "additionalProperties": {"type": "object"}},
        "scores": {
            "type": "object",
            "description": "Only where the form has formulas: points and out_of by code.",
            "additionalProperties": {"type": "object"},
        },
    },
}
ANSWERS = {
    "type": "object",
    "additionalProperties": {},
    "description": "Answers by question code; leave out what was not answered. A rubric: "
    "`{level, evidence}` or `{na: true, evidence}`; one choice: its value; several: a list of "
    "values; text, date (`2026-11-21`) and time (`08:30`): a string; numbers: a number or a "
    "string, in Khmer digits too; files: `{file: id, name}`, sent "
    "before with `PUT …/files/{file_id}/`, photos as a list of those.",
    "examples": [{"lesson-plan": {"level": 3, "evidence": "មានឧបករណ៍បង្រៀន"}, "students": 32}],
}


class FormVersionLine(serializers.ModelSerializer):
    """A published version of a form, without its questions."""

    code = serializers.SlugField(source="form.code", read_only=True)
    form_key = serializers.UUIDField(source="form_id", read_only=True)
    title = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="number", read_only=True)
    languages = serializers.SerializerMethodField()

    class Meta:
        model = FormVersion
        fields = ["code", "version", "form_key", "title", "languages", "created_at"]
        read_only_fields = fields

    @extend_schema_field({**BY_LANGUAGE, "description": "Title by language."})
    def get_title(self, version: FormVersion) -> dict[str, str]:
        return {text.language: text.title for text in version.texts.all()}

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_languages(self, version: FormVersion) -> list[str]:
        return sorted(text.language for text in version.texts.all() if text.offered)


class FormVersionSerializer(FormVersionLine):
    """A version of a form: its structure, without words, and its words by language."""

    schema = serializers.SerializerMethodField()
    texts = serializers.SerializerMethodField()

    class Meta(FormVersionLine.Meta):
        fields = [*FormVersionLine.Meta.fields, "structure_hash", "schema", "texts"]
        read_only_fields = fields

    @extend_schema_field(
        {
            "type": "object",
            "description": "Sections with their questions: id, code, kind, required, logic and "
            "what the kind needs. The same in every language; it never changes for a version.",
        }
    )
    def get_schema(self, version: FormVersion) -> dict[str, Any]:
        return version.schema

    @extend_schema_field(
        {
            "type": "object",
            "additionalProperties": {"type": "object"},
            "description": "By language: title, intro, and the words of sections, questions, "
            "levels and choices by id.",
        }
    )
    def get_texts(self, version: FormVersion) -> dict[str, Any]:
        return {text.language: text.texts for text in version.texts.all()}


class SubmissionLine(serializers.ModelSerializer):
    """A submission in a list: which form, by whom, its points."""

    form = serializers.CharField(source="version.form.code", read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)
    purpose = serializers.ChoiceField(
        source="filling.purpose", choices=Purpose.choices, read_only=True, default=None
    )
    session = serializers.UUIDField(
        source="filling.session_id", read_only=True, allow_null=True, default=None
    )
    score = serializers.SerializerMethodField()

    class Meta:
        model = Submission
        fields = [
            "id",
            "form",
            "version",
            "language",
            "purpose",
            "session",
            "submitted_by",
            "revision",
            "score",
            "started_at",
            "finished_at",
            "received_at",
        ]
        read_only_fields = fields

    @extend_schema_field(POINTS)
    def get_score(self, submission: Submission) -> dict[str, Any]:
        return submission.scores.get("form", {})


class SubmissionSerializer(SubmissionLine):
    """A submission with its answers and all points."""

    answers = serializers.SerializerMethodField()
    scores = serializers.SerializerMethodField()

    class Meta(SubmissionLine.Meta):
        fields = [*SubmissionLine.Meta.fields, "answers", "scores"]
        read_only_fields = fields

    @extend_schema_field(ANSWERS)
    def get_answers(self, submission: Submission) -> dict[str, Any]:
        return answers_by_code(submission.version.schema, submission.answers)

    @extend_schema_field(SCORES)
    def get_scores(self, submission: Submission) -> dict[str, Any]:
        return submission.scores


@extend_schema_field(ANSWERS)
class AnswersField(serializers.JSONField):
    """Any JSON: the form's own rules say what is wrong with it, by question."""


class SubmissionIn(serializers.Serializer):
    """What a phone or another program sends; answers are checked by the form's own rules."""

    form = serializers.SlugField(max_length=64, help_text="Code of the form.")
    version = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text="Version that was on the screen; older ones are accepted too.",
    )
    language = serializers.ChoiceField(
        choices=LANGUAGES, help_text="Language that was on the screen."
    )
    purpose = serializers.ChoiceField(
        choices=SENT_PURPOSES,
        default=Purpose.OBSERVATION,
        help_text="What it is; the form must serve it. The last two are about the sender.",
    )
    session = serializers.UUIDField(
        required=False,
        help_text="Session that was observed, or the sender's lesson in a self-assessment; "
        "left out in a profile.",
    )
    answers = AnswersField()
    started_at = serializers.DateTimeField(required=False, allow_null=True, validators=[check_year])
    finished_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        validators=[check_year],
        help_text="When the form was finished, on the phone's clock. Without it: now.",
    )
    base_revision = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_NUMBER,
        required=False,
        allow_null=True,
        help_text="For a correction: the revision that it is based on.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["purpose"] == Purpose.OBSERVATION and "session" not in attrs:
            needed = self.fields["session"].error_messages["required"]
            raise serializers.ValidationError({"session": [needed]}, "required")
        if attrs["purpose"] == Purpose.PROFILE and "session" in attrs:
            raise serializers.ValidationError(
                {"session": [_("Leave this out: a profile belongs to no session.")]}
            )
        return attrs


ProblemSerializer = inline_serializer(
    "Problem",
    {
        "type": serializers.CharField(help_text="`urn:problem:` and a short name, for programs."),
        "title": serializers.CharField(help_text="What happened, in the reader's language."),
        "status": serializers.IntegerField(),
        "detail": serializers.CharField(help_text="What to do, in the reader's language."),
        "errors": serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()),
            required=False,
            help_text='Messages by field (400) or question code (422); "" is the whole.',
        ),
        "current_revision": serializers.IntegerField(
            required=False, help_text="Revision that is stored (409)."
        ),
        "submission": serializers.UUIDField(
            required=False, help_text="The record that this session already has (409)."
        ),
    },
)
