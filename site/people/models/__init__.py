from people.models.place import Place, School
from people.models.profile import Expertise, Profile
from people.models.role import RoleAssignment
from people.models.taxonomy import ExpertiseArea, Subject
from people.models.user import User

__all__ = [
    "Expertise",
    "ExpertiseArea",
    "Place",
    "Profile",
    "RoleAssignment",
    "School",
    "Subject",
    "User",
]
