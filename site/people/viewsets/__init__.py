from people.viewsets.person import PersonViewSet
from people.viewsets.place import PlaceViewSet
from people.viewsets.role import RoleViewSet
from people.viewsets.taxonomy import ExpertiseAreaViewSet, SubjectViewSet

__all__ = [
    "ExpertiseAreaViewSet",
    "PersonViewSet",
    "PlaceViewSet",
    "RoleViewSet",
    "SubjectViewSet",
]
