"""Files that are answers: sent under the sender's own UUID, before the record that names them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import caller
from api.problems import Problem
from api.schema import ONE_PROBLEMS, PROBLEM, problem
from api.serializers.files import FileSerializer
from forms_builder.actions.receive_file import check_size, receive_file
from forms_builder.errors import FileConflict, FileRefused
from forms_builder.models import Attachment
from forms_builder.serving import file_response
from mentoring.actions.note_readings import note_readings
from mentoring.choices import RecordKind
from mentoring.models import Filling

IDS = [
    OpenApiParameter(
        "id", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Of the submission."
    ),
    OpenApiParameter("file_id", OpenApiTypes.UUID, OpenApiParameter.PATH),
]
STATUS = {FileRefused.TOO_LARGE: 413, FileRefused.WRONG_TYPE: 415}


class BytesParser(BaseParser):
    """The body as it is, whatever its header calls it; read no further than any file may go."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        limit = max(settings.ANSWER_FILE_LIMITS.values())
        return stream.read(limit + 1)


class SubmissionFile(APIView):
    parser_classes = [BytesParser]

    @extend_schema(
        operation_id="submissions_file_read",
        summary="A file that a submission names",
        tags=["submissions"],
        parameters=IDS,
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (206, "application/octet-stream"): OpenApiResponse(
                OpenApiTypes.BINARY, "The part that the header Range asked for."
            ),
            **ONE_PROBLEMS,
        },
    )
    def get(self, request: Request, id: UUID, file_id: UUID) -> HttpResponseBase:
        found = get_object_or_404(
            Attachment.objects.visible_to(caller(request)), pk=file_id, meant_for=id
        )
        filling = Filling.objects.filter(pk=found.submission_id).first()
        if filling is not None and filling.session_id is not None:
            note_readings(
                sessions=[filling.session_id],
                record=RecordKind.DATA,
                by=caller(request),
                at=timezone.now(),
            )
        return file_response(request, found)

    @extend_schema(
        operation_id="submissions_file_send",
        summary="Send a file, before the submission that names it; again changes nothing",
        description=(
            "The body is the file itself. Its type is told from its bytes: JPEG, PNG and WebP "
            "photos (stored anew as JPEG without place or maker), WebM, MP4, Ogg, MP3, AAC and WAV "
            "sound, PDF, Word, Excel, PowerPoint, OpenDocument and plain text. Answers then name "
            '`{"file": "<file_id>", "name": "…"}`. What no submission names is deleted after '
            "30 days."
        ),
        tags=["submissions"],
        parameters=IDS,
        request={"*/*": OpenApiTypes.BINARY},
        responses={
            200: OpenApiResponse(FileSerializer, "Was stored before and stays."),
            201: OpenApiResponse(FileSerializer, "Stored."),
            (409, PROBLEM): problem("Another file is stored under this id."),
            (413, PROBLEM): problem("Larger than a file of this type may be."),
            (415, PROBLEM): problem("Of a type that is not taken."),
            (422, PROBLEM): problem("Empty or damaged, or too many files wait for their records."),
            **ONE_PROBLEMS,
        },
    )
    def put(self, request: Request, id: UUID, file_id: UUID) -> Response:
        content = request.data if isinstance(request.data, bytes) else b""
        try:
            check_size(len(content))
            received = receive_file(
                id=file_id,
                submission_id=id,
                content=content,
                by=caller(request),
                at=timezone.now(),
            )
        except PermissionDenied:
            raise Http404 from None  # Another's id is as good as unknown.
        except FileConflict as error:
            raise Problem(409, "conflict", str(error)) from error
        except FileRefused as error:
            raise Problem(
                STATUS.get(error.reason, 422),
                error.reason,
                str(error),
                title=_("This file is not taken"),
            ) from error
        code = status.HTTP_201_CREATED if received.created else status.HTTP_200_OK
        return Response(FileSerializer(received.attachment).data, status=code)
