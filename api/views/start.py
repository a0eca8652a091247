"""The first address of the API: where everything else is."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

LISTS = ("me", "people", "places", "relationships", "groups", "sessions", "submissions", "forms")


@extend_schema(exclude=True)
class Start(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    def get(self, request: Request) -> Response:
        names = (*LISTS, "schema", "docs")
        return Response({name: reverse(f"api:{name}", request=request) for name in names})
