"""Any other address below the API: a problem in JSON, not a page for people."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView


@extend_schema(exclude=True)
class Missing(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    def initial(self, request: Request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(
            _(
                "There is nothing at this address. Addresses end with a slash; "
                "/api/v1/docs/ lists them all."
            )
        )
