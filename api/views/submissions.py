"""Submissions: read in scope, sent under the sender's own UUID, stored once."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from mentoring.actions.submit_observation import submit_observation
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.filters import SubmissionFilter
from api.problems import Problem
from api.serializers.forms import (
    ProblemSerializer,
    SubmissionIn,
    SubmissionLine,
    SubmissionSerializer,
)
from forms_builder.errors import AnswersInvalid, SubmissionConflict
from forms_builder.models import FormVersion, Submission
from mentoring.errors import NotPossibleNow
from mentoring.models import MentoringSession


def visible(request: Request):
    return Submission.objects.visible_to(request.user).select_related("version", "observation")


def sendable(request: Request):
    """Sessions one sees, and one's own as mentor that ended while the phone was offline."""
    sessions = MentoringSession.objects.select_related("relationship__place", "form")
    seen = MentoringSession.objects.visible_to(request.user).values("pk")
    return sessions.filter(Q(pk__in=seen) | Q(relationship__mentor=request.user))


@extend_schema(summary="Submissions one may read", tags=["submissions"])
class SubmissionList(ListAPIView):
    serializer_class = SubmissionLine
    filterset_class = SubmissionFilter
    ordering = ("-received_at", "-id")

    def get_queryset(self):
        return visible(self.request).defer("answers", "version__schema")


class SubmissionDetail(APIView):
    @extend_schema(
        summary="One submission with answers and scores",
        tags=["submissions"],
        responses={200: SubmissionSerializer, 404: ProblemSerializer},
    )
    def get(self, request: Request, id: UUID) -> Response:
        return Response(SubmissionSerializer(get_object_or_404(visible(request), pk=id)).data)

    @extend_schema(
        summary="Send a submission; sending the same again changes nothing",
        tags=["submissions"],
        request=SubmissionIn,
        responses={
            200: OpenApiResponse(SubmissionSerializer, "Was stored before; nothing changed."),
            201: OpenApiResponse(SubmissionSerializer, "Stored."),
            400: ProblemSerializer,
            404: ProblemSerializer,
            409: OpenApiResponse(ProblemSerializer, "Other answers are stored under this id."),
            422: OpenApiResponse(ProblemSerializer, "Messages by question code."),
        },
    )
    def put(self, request: Request, id: UUID) -> Response:
        form = SubmissionIn(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        now = timezone.now()
        session = get_object_or_404(sendable(request), pk=sent["session"])
        version = get_object_or_404(FormVersion, code=sent["form"], number=sent["version"])
        try:
            accepted = submit_observation(
                session=session,
                id=id,
                version=version,
                language=sent["language"],
                answers=sent["answers"],
                by=request.user,
                at=now,
                started_at=sent.get("started_at"),
                finished_at=sent.get("finished_at"),
                base_revision=sent.get("base_revision"),
            )
        except AnswersInvalid as error:
            raise Problem(
                422,
                "answers-invalid",
                _("Look at the questions named here, mend the answers and send them again."),
                errors=error.errors,
            ) from error
        except SubmissionConflict as error:
            raise Problem(
                409,
                "conflict",
                _(
                    "Other answers are stored under this id. Yours are kept beside them; "
                    "compare both and send again with base_revision."
                ),
                current_revision=error.submission.revision,
            ) from error
        except NotPossibleNow as error:
            raise Problem(409, "not-possible-now", str(error)) from error
        code = status.HTTP_201_CREATED if accepted.created else status.HTTP_200_OK
        return Response(SubmissionSerializer(accepted.submission).data, status=code)
