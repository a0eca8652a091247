"""Submissions: read in scope, sent under the sender's own UUID, stored once."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import caller
from api.examples import ANSWERS_INVALID, CONFLICT, SENT, SENT_ABOUT_ONESELF, STORED
from api.filters import SubmissionFilter
from api.problems import Problem
from api.schema import LIST_PROBLEMS, ONE_PROBLEMS, PROBLEM, problem
from api.serializers.forms import SubmissionIn, SubmissionLine, SubmissionSerializer
from forms_builder.choices import Purpose
from forms_builder.models import FormVersion, Submission
from mentoring.actions.note_readings import note_readings
from mentoring.actions.submit_filling import submit_filling
from mentoring.choices import RecordKind
from mentoring.models import MentoringSession
from mentoring.sending import About, Outcome, Result, Sending

ID = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)


def visible(request: Request) -> QuerySet[Submission]:
    return Submission.objects.visible_to(caller(request)).select_related("version__form", "filling")


def note(request: Request, shown: list[Submission]) -> None:
    """For the mentees to see: a list tells points, too."""
    fillings = [one.filling for one in shown if hasattr(one, "filling")]
    sessions = [filling.session_id for filling in fillings if filling.session_id]
    note_readings(sessions=sessions, record=RecordKind.DATA, by=caller(request), at=timezone.now())


@extend_schema_view(
    get=extend_schema(
        operation_id="submissions_list",
        summary="Submissions one may read",
        tags=["submissions"],
        responses={200: SubmissionLine(many=True), **LIST_PROBLEMS},
    )
)
class SubmissionList(ListAPIView):
    queryset = Submission.objects.none()
    serializer_class = SubmissionLine
    filterset_class = SubmissionFilter
    ordering = ("-received_at", "-id")

    def get_queryset(self):
        return visible(self.request).defer("answers", "version__schema")

    def paginate_queryset(self, queryset):
        shown = super().paginate_queryset(queryset)
        note(self.request, shown or [])
        return shown


class SubmissionDetail(APIView):
    @extend_schema(
        operation_id="submissions_read",
        summary="One submission with answers and scores",
        tags=["submissions"],
        parameters=[ID],
        responses={200: SubmissionSerializer, **ONE_PROBLEMS},
    )
    def get(self, request: Request, id: UUID) -> Response:
        found = get_object_or_404(visible(request), pk=id)
        note(request, [found])
        return Response(SubmissionSerializer(found).data)

    @extend_schema(
        operation_id="submissions_send",
        summary="Send a submission; sending the same again changes nothing",
        tags=["submissions"],
        parameters=[ID],
        request=SubmissionIn,
        examples=[SENT, SENT_ABOUT_ONESELF, STORED, CONFLICT, ANSWERS_INVALID],
        responses={
            200: OpenApiResponse(
                SubmissionSerializer, "Was stored before and stays, or is now the correction."
            ),
            201: OpenApiResponse(SubmissionSerializer, "Stored."),
            (400, PROBLEM): problem("Not JSON, or a field is missing or of another type."),
            (403, PROBLEM): problem("Others observe this session, or you hold no role today."),
            (409, PROBLEM): problem("Other answers are stored; yours are kept beside them."),
            (413, PROBLEM): problem("Larger than one message may be."),
            (415, PROBLEM): problem("Not application/json."),
            (422, PROBLEM): problem("Messages by question code."),
            **ONE_PROBLEMS,
        },
    )
    def put(self, request: Request, id: UUID) -> Response:
        form = SubmissionIn(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        session = session_for(request, sent["session"]) if "session" in sent else None
        version = version_for(sent["form"], sent["version"])
        about = About(Purpose(sent["purpose"]), session)
        outcome = send(request, id, about, version, sent)
        code = status.HTTP_201_CREATED if outcome.result == Result.STORED else status.HTTP_200_OK
        return Response(SubmissionSerializer(outcome.submission).data, status=code)


def session_for(request: Request, id: UUID) -> MentoringSession:
    """A session one sees, or one's own as mentor that ended while the phone was offline."""
    seen = MentoringSession.objects.visible_to(caller(request)).values("pk")
    awaiting = MentoringSession.objects.awaiting_record_of(caller(request)).values("pk")
    sessions = MentoringSession.objects.select_related("relationship", "place")
    return get_object_or_404(sessions, Q(pk__in=seen) | Q(pk__in=awaiting), pk=id)


def version_for(code: str, number: int) -> FormVersion:
    """That version of the form with the code."""
    found = FormVersion.objects.filter(form__code=code, number=number).first()
    if found is None:
        raise Problem(
            404,
            "unknown_version",
            _("There is no such version of this form. See /api/v1/forms/ for those there are."),
        )
    return found


def send(request: Request, id: UUID, about: About, version: FormVersion, sent: dict) -> Outcome:
    """Hands the answers on. Raises Problem, Http404 or PermissionDenied for whatever is refused."""
    sending = Sending(
        id=id,
        version=version,
        language=sent["language"],
        answers=sent["answers"],
        started_at=sent.get("started_at"),
        finished_at=sent.get("finished_at"),
        base_revision=sent.get("base_revision"),
    )
    outcome = submit_filling(sending=sending, about=about, by=caller(request), at=timezone.now())
    if not outcome.is_taken:
        raise refusal(outcome)
    return outcome


def refusal(outcome: Outcome) -> Exception:
    if outcome.result == Result.UNKNOWN:
        return Http404()
    if outcome.result == Result.FORBIDDEN:
        return PermissionDenied(outcome.message)
    if outcome.result == Result.ANSWERS_INVALID:
        detail = _("Look at the questions named here, mend the answers and send them again.")
        return Problem(422, "answers_invalid", detail, errors=outcome.errors)
    if outcome.result == Result.CONFLICT and outcome.submission:
        detail = _(
            "Other answers are stored under this id. Yours are kept beside them; "
            "compare both and send again with base_revision."
        )
        return Problem(409, "conflict", detail, current_revision=outcome.submission.revision)
    standing = outcome.submission
    members = {"submission": str(standing.pk)} if standing else {}
    return Problem(409, "not_possible_now", outcome.message, **members)
