"""Who am I, whom and which places do I work with."""

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Length, Substr
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request

from api.authentication import caller
from api.filters import PersonFilter, PlaceFilter
from api.schema import LIST_PROBLEMS, NOBODY, ONE_PROBLEMS
from api.serializers.people import MeSerializer, PersonSerializer, PlaceSerializer
from people.models import Place, User


@extend_schema_view(
    get=extend_schema(
        operation_id="me_read",
        summary="The signed-in person with the roles held today",
        tags=["people"],
        responses={200: MeSerializer, **NOBODY},
    )
)
class Me(RetrieveAPIView):
    serializer_class = MeSerializer

    def get_object(self) -> User:
        return caller(self.request)


def people(request: Request) -> QuerySet[User]:
    return User.objects.visible_to(caller(request)).select_related("profile__school")


@extend_schema_view(
    get=extend_schema(
        operation_id="people_list",
        summary="People one works with",
        tags=["people"],
        responses={200: PersonSerializer(many=True), **LIST_PROBLEMS},
    )
)
class PersonList(ListAPIView):
    queryset = User.objects.none()
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    ordering = ("sort_key", "id")

    def get_queryset(self) -> QuerySet[User]:
        return people(self.request)


@extend_schema_view(
    get=extend_schema(
        operation_id="people_read",
        summary="One person",
        tags=["people"],
        responses={200: PersonSerializer, **ONE_PROBLEMS},
    )
)
class PersonDetail(RetrieveAPIView):
    queryset = User.objects.none()
    serializer_class = PersonSerializer

    def get_queryset(self) -> QuerySet[User]:
        return people(self.request)


@extend_schema_view(
    get=extend_schema(
        operation_id="places_list",
        summary="Schools and places one works in",
        tags=["people"],
        responses={200: PlaceSerializer(many=True), **LIST_PROBLEMS},
    )
)
class PlaceList(ListAPIView):
    queryset = Place.objects.none()
    serializer_class = PlaceSerializer
    filterset_class = PlaceFilter
    ordering = ("path",)

    def get_queryset(self) -> QuerySet[Place]:
        above = Place.objects.filter(
            path=Substr(OuterRef("path"), Value(1), Length(OuterRef("path")) - Place.steplen)
        )
        return Place.objects.visible_to(caller(self.request)).annotate(
            parent_code=Subquery(above.values("code")[:1])
        )
