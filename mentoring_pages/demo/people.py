"""Demonstration schools, word lists and accounts: the places are real, the people are not."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from people.actions.assign_role import assign_role
from people.actions.create_account import create_account
from people.choices import PlaceKind, Role
from people.models import Expertise, ExpertiseArea, Place, School, Subject, User

IN_OFFICE_SINCE_DAYS = 400


def load_schools(data: dict[str, Any]) -> dict[str, Place]:
    """Clusters and schools below their districts. Returns every place by its key in the file."""
    places: dict[str, Place] = {}
    for row in data["districts"]:
        places[row["key"]] = Place.objects.get(kind=PlaceKind.DISTRICT, code=row["code"])
    for row in data["clusters"]:
        places[row["key"]] = _child(places[row["district"]], PlaceKind.CLUSTER, row)
    for row in data["schools"]:
        school = _child(places[row["cluster"]], PlaceKind.SCHOOL, row)
        School.objects.create(place=school, phase=row["phase"], commune_code=row["commune_code"])
        places[row["key"]] = school
    return places


def _child(parent: Place, kind: PlaceKind, row: dict[str, Any]) -> Place:
    parent.refresh_from_db()
    return parent.add_child(
        kind=kind, code=row["code"], name_km=row["name_km"], name_en=row["name_en"]
    )


def load_word_lists(data: dict[str, Any]) -> None:
    """Expertise areas and subjects in Khmer, each with its English translation."""
    for model, rows in ((ExpertiseArea, data["expertise_areas"]), (Subject, data["subjects"])):
        for row in rows:
            key = None
            for language in ("km", "en"):
                term = model(
                    locale=Locale.objects.get(language_code=language),
                    code=row["code"],
                    name=row["name"][language],
                    description=row.get("description", {}).get(language, ""),
                )
                if key:
                    term.translation_key = key
                term.save()
                key = term.translation_key


def load_accounts(data: dict[str, Any], places: dict[str, Place], password: str) -> None:
    """Every account with its role, place and profile; all share the demonstration password."""
    now = timezone.now()
    begin = timezone.localdate(now) - datetime.timedelta(days=IN_OFFICE_SINCE_DAYS)
    for row in data["people"]:
        if row.get("is_superuser"):
            User.objects.create_superuser(row["username"], password=password, **_names(row))
    admin = User.objects.get(is_superuser=True)
    for row in data["people"]:
        if row.get("is_superuser"):
            continue
        user, _password = create_account(
            username=row["username"],
            password=password,
            by=admin,
            at=now,
            school=places.get(row["school"] or ""),
            **_names(row),
        )
        _fill_profile(user, row)
        if row["role"]:
            assign_role(
                user=user,
                role=Role(row["role"]),
                place=places.get(row["place"] or ""),
                start_date=begin,
                by=admin,
                at=now,
            )


def _names(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "first_name": row["given_name_km"],
        "last_name": row["family_name_km"],
        "name_latin": row["name_latin"],
        "honorific": row["honorific"],
        "gender": row["gender"],
        "grade_rank": row.get("grade_rank", ""),
        "seniority_years": row.get("seniority_years"),
    }


def _fill_profile(user: User, row: dict[str, Any]) -> None:
    profile = user.profile
    for name in ("phase", "subjects", "grades", "capacity", "hours_a_month", "availability"):
        if row.get(name) is not None:
            setattr(profile, name, row[name])
    profile.communication_style = row.get("communication_style") or ""
    profile.development_goals = row.get("development_goals") or ""
    profile.save()
    Expertise.objects.bulk_create(
        Expertise(profile=profile, area_code=item["area"], level=item["level"])
        for item in row.get("expertise", [])
    )
