"""Published forms, by version, with an ETag so that a phone fetches a form only once."""

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.schema import LIST_PROBLEMS, ONE_PROBLEMS
from api.serializers.forms import FormVersionLine, FormVersionSerializer
from forms_builder.models import FormVersion
from forms_builder.queries import etag_of

CONDITION = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag that you hold."
)
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Of this version."
)


CODE = OpenApiParameter(
    "code", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, OpenApiParameter.PATH
)


class FormList(ListAPIView):
    serializer_class = FormVersionLine
    ordering = ("form__code", "id")

    def get_queryset(self):
        return FormVersion.objects.current().defer("schema").prefetch_related("texts")

    @extend_schema(
        operation_id="forms_list",
        summary="Forms published now",
        tags=["forms"],
        responses={200: FormVersionLine(many=True), **LIST_PROBLEMS},
    )
    def get(self, request: Request, *args, **kwargs) -> Response:
        return super().get(request, *args, **kwargs)


def answer(request: Request, versions) -> Response | HttpResponse:
    """The first of `versions` with its words, or 304 where the reader holds it already."""
    version = versions.prefetch_related("texts").first()
    if version is None:
        raise Http404
    etag = quote_etag(etag_of(version))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = Response(FormVersionSerializer(version).data)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


class CurrentForm(APIView):
    @extend_schema(
        operation_id="forms_current",
        summary="A form as it is published now",
        tags=["forms"],
        parameters=[CODE, CONDITION, ETAG],
        responses={
            200: FormVersionSerializer,
            304: OpenApiResponse(description="Not changed."),
            **ONE_PROBLEMS,
        },
    )
    def get(self, request: Request, code: str) -> Response | HttpResponse:
        return answer(request, FormVersion.objects.current().filter(form__code=code))


class OneFormVersion(APIView):
    @extend_schema(
        operation_id="forms_version",
        summary="One version of a form; its structure never changes",
        tags=["forms"],
        parameters=[
            CODE,
            CONDITION,
            ETAG,
            OpenApiParameter("number", OpenApiTypes.INT, OpenApiParameter.PATH),
        ],
        responses={
            200: FormVersionSerializer,
            304: OpenApiResponse(description="Not changed."),
            **ONE_PROBLEMS,
        },
    )
    def get(self, request: Request, code: str, number: int) -> Response | HttpResponse:
        return answer(request, FormVersion.objects.filter(form__code=code, number=number))
