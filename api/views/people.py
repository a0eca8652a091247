"""Who am I, whom and which places do I work with."""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Length, Substr
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.filters import PersonFilter, PlaceFilter
from api.serializers.people import MeSerializer, PersonSerializer, PlaceSerializer
from people.models import Place, User


@extend_schema(summary="The signed-in person with the roles held today", tags=["people"])
class Me(RetrieveAPIView):
    serializer_class = MeSerializer

    def get_object(self) -> User:
        return self.request.user


class PeopleMixin:
    serializer_class = PersonSerializer

    def get_queryset(self):
        return User.objects.visible_to(self.request.user).select_related("profile__school")


@extend_schema(summary="People one works with", tags=["people"])
class PersonList(PeopleMixin, ListAPIView):
    filterset_class = PersonFilter
    ordering = ("sort_key", "pk")


@extend_schema(summary="One person", tags=["people"])
class PersonDetail(PeopleMixin, RetrieveAPIView):
    pass


@extend_schema(summary="Schools and places one works in", tags=["people"])
class PlaceList(ListAPIView):
    serializer_class = PlaceSerializer
    filterset_class = PlaceFilter
    ordering = ("path",)

    def get_queryset(self):
        above = Place.objects.filter(
            path=Substr(OuterRef("path"), Value(1), Length(OuterRef("path")) - Place.steplen)
        )
        return Place.objects.visible_to(self.request.user).annotate(
            parent_code=Subquery(above.values("code")[:1])
        )
