"""Published forms, by version, with an ETag so that a phone fetches a form only once."""

from django.http import Http404
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from forms_builder.queries import etag_of
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.serializers.forms import FormVersionLine, FormVersionSerializer
from forms_builder.models import FormVersion


@extend_schema(summary="Forms published now", tags=["forms"])
class FormList(ListAPIView):
    serializer_class = FormVersionLine
    ordering = ("code", "id")

    def get_queryset(self):
        return FormVersion.objects.current().defer("schema").prefetch_related("texts")


class FormDetail(APIView):
    """The version published now, or one by its number; versions never change in structure."""

    @extend_schema(
        summary="One form version: structure and words",
        tags=["forms"],
        parameters=[OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER)],
        responses={200: FormVersionSerializer, 304: OpenApiResponse(description="Not changed.")},
    )
    def get(self, request: Request, code: str, number: int | None = None) -> Response:
        versions = FormVersion.objects.filter(code=code).prefetch_related("texts")
        versions = versions.current() if number is None else versions.filter(number=number)
        version = versions.first()
        if version is None:
            raise Http404
        etag = f'"{etag_of(version)}"'
        sent = [
            tag.strip().removeprefix("W/")
            for tag in request.headers.get("If-None-Match", "").split(",")
        ]
        if etag in sent:
            response = Response(status=304)
        else:
            response = Response(FormVersionSerializer(version).data)
        response["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True)
        return response
