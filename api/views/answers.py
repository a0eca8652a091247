"""The answers to a form as one file: CSV, XLSX or JSON, of what the caller may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from api.authentication import caller
from api.schema import ONE_PROBLEMS, PROBLEM, problem
from api.serializers.forms import LANGUAGES
from api.views.forms import CODE
from forms_builder.actions.export_answers import export_answers
from forms_builder.answer_files import CONTENT_TYPES
from forms_builder.models import FormVersion

LABELS = OpenApiParameter(
    "labels", bool, description="Words in place of codes, in headings and answers."
)
LANGUAGE = OpenApiParameter(
    "language", str, enum=[code for code, _name in LANGUAGES], description="Of the words."
)
REPEAT = OpenApiParameter(
    "repeat", str, description="Code of a repeat: its instances are the rows, by `_parent`."
)


class Wish(serializers.Serializer):
    """What the caller wants in the file."""

    labels = serializers.BooleanField(default=False)
    language = serializers.ChoiceField(choices=LANGUAGES, default="km")
    repeat = serializers.RegexField(r"^[a-z0-9_]{0,64}$", default="", allow_blank=True)


class WhatTheAddressSays(BaseContentNegotiation):
    """The address names the kind of file; `Accept` does not matter."""

    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        first = next(iter(renderers))
        return first, first.media_type


def answers_operation(file: str, *parameters: OpenApiParameter) -> Any:
    """What the OpenAPI document says of one kind of file."""
    return extend_schema(
        operation_id=f"forms_answers_{file}",
        summary=f"The answers to a form that one may see, as {file.upper()}",
        description="One row a submission, all versions in one table; columns are codes. "
        "Whose records are read here is told to them.",
        tags=["forms"],
        parameters=[CODE, LABELS, LANGUAGE, *parameters],
        responses={
            (200, CONTENT_TYPES[file].split(";")[0]): OpenApiResponse(
                OpenApiTypes.OBJECT if file == "json" else OpenApiTypes.BINARY, "The file."
            ),
            (400, PROBLEM): problem("A parameter makes no sense."),
            **ONE_PROBLEMS,
        },
    )


class AnswersFile(APIView):
    content_negotiation_class = WhatTheAddressSays
    file = ""

    def answer(self, request: Request, code: str) -> StreamingHttpResponse:
        wish = Wish(data=request.query_params)
        wish.is_valid(raise_exception=True)
        version = FormVersion.objects.filter(form__code=code).defer("schema").first()
        if version is None:
            raise Http404
        made = export_answers(
            form_key=version.form_id,
            file=self.file,
            by=caller(request),
            at=timezone.now(),
            language=wish.validated_data["language"],
            labels=wish.validated_data["labels"],
            table=wish.validated_data["repeat"],
        )
        response = StreamingHttpResponse(made.pieces, content_type=made.content_type)
        response["Content-Disposition"] = f'attachment; filename="{made.name}"'
        return response


class AnswersCsv(AnswersFile):
    file = "csv"

    @answers_operation("csv", REPEAT)
    def get(self, request: Request, code: str) -> StreamingHttpResponse:
        return self.answer(request, code)


class AnswersXlsx(AnswersFile):
    file = "xlsx"

    @answers_operation("xlsx")
    def get(self, request: Request, code: str) -> StreamingHttpResponse:
        return self.answer(request, code)


class AnswersJson(AnswersFile):
    file = "json"

    @answers_operation("json")
    def get(self, request: Request, code: str) -> StreamingHttpResponse:
        return self.answer(request, code)
