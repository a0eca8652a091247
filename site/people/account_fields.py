"""What an account and its profile hold that coordinators may fill in, and nothing else.

Fields that carry power (`is_superuser`, `is_active`, `groups`, `user_permissions`, `password`) are
not here, so no form and no request can reach them through an action.
"""

from __future__ import annotations

from typing import Any

from people.models import Profile, User

NAME_FIELDS = ("username", "first_name", "last_name")
ACCOUNT_FIELDS = (
    *NAME_FIELDS,
    "name_latin",
    "email",
    "phone",
    "honorific",
    "gender",
    "grade_rank",
    "seniority_years",
    "language",
)
PROFILE_FIELDS = (
    "school",
    "phase",
    "subjects",
    "grades",
    "development_goals",
    "learning_preferences",
    "communication_style",
    "special_interests",
    "capacity",
    "hours_a_month",
    "availability",
)


def check_names(fields: dict[str, Any]) -> None:
    """Raise TypeError for a name that is no field of an account or profile."""
    unknown = set(fields) - {*ACCOUNT_FIELDS, *PROFILE_FIELDS}
    if unknown:
        raise TypeError(f"not fields of an account: {', '.join(sorted(unknown))}")


def set_fields(user: User, profile: Profile, fields: dict[str, Any]) -> list[str]:
    """Set the given fields on `user` and `profile`, unsaved; return the names that changed."""
    changed = []
    for name, value in fields.items():
        target = profile if name in PROFILE_FIELDS else user
        if getattr(target, name) != value:
            setattr(target, name, value)
            changed.append(name)
    return changed
