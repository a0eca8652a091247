"""People and places for tests: Khmer names, two provinces with everything below."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import factory
from django.utils import timezone

from people.choices import Honorific, PlaceKind, Role, SchoolPhase
from people.models import Place, Profile, RoleAssignment, School, User

PASSWORD = "ផ្កាឈូក-២០២៦-sok"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a profile; `school=` puts them at a school."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"neak{n}")
    last_name = "សុខ"
    first_name = factory.Sequence(lambda n: f"ចាន់ណា {n}")
    honorific = Honorific.TEACHER_WOMAN
    password = factory.django.Password(PASSWORD)

    @classmethod
    def _create(cls, model_class, *args, school=None, **kwargs):
        user = super()._create(model_class, *args, **kwargs)
        Profile.objects.create(user=user, school=school)
        return user


class RoleAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.MENTEE
    start_date = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=30))


class PlaceFactory:
    """Places by treebeard's own means, so that paths and counts are right."""

    _number = 0

    @classmethod
    def create(
        cls, parent: Place | None = None, kind: str = PlaceKind.PROVINCE, **fields: str
    ) -> Place:
        cls._number += 1
        fields.setdefault("code", f"T{cls._number:06d}")
        fields.setdefault("name_km", f"{PlaceKind(kind).label} {fields['code']}")
        if parent is None:
            place = Place.add_root(kind=kind, **fields)
        else:
            place = Place.objects.get(pk=parent.pk).add_child(kind=kind, **fields)
        if kind == PlaceKind.SCHOOL:
            School.objects.create(place=place, phase=SchoolPhase.PRIMARY)
        return place


@dataclass
class Places:
    """Two districts in two provinces: `puok` in Siem Reap is "ours", `tramkak` in Takeo is not."""

    country: Place
    siemreap: Place
    takeo: Place
    puok: Place
    tramkak: Place
    puok_commune: Place
    tramkak_commune: Place
    puok_cluster: Place
    tramkak_cluster: Place
    puok_school: Place
    puok_school2: Place
    tramkak_school: Place
    tramkak_school2: Place


def make_places() -> Places:
    """The tree of `Places`, with the real codes of its provinces, districts and communes."""
    add, kind = PlaceFactory.create, PlaceKind
    country = add(None, kind.COUNTRY, code="KH", name_km="កម្ពុជា", name_en="Cambodia")
    siemreap = add(country, kind.PROVINCE, code="17", name_km="សៀមរាប", name_en="Siem Reap")
    takeo = add(country, kind.PROVINCE, code="21", name_km="តាកែវ", name_en="Takeo")
    puok = add(siemreap, kind.DISTRICT, code="1707", name_km="ពួក", name_en="Puok")
    tramkak = add(takeo, kind.DISTRICT, code="2109", name_km="ត្រាំកក់", name_en="Tram Kak")
    puok_cluster = add(puok, kind.CLUSTER, code="C1707", name_km="កម្រងសាលាផ្កាឈូក")
    tramkak_cluster = add(tramkak, kind.CLUSTER, code="C2109", name_km="កម្រងសាលាដើមត្នោត")
    return Places(
        country=country,
        siemreap=siemreap,
        takeo=takeo,
        puok=puok,
        tramkak=tramkak,
        puok_commune=add(puok, kind.COMMUNE, code="170710", name_km="ល្វា", name_en="Lvea"),
        tramkak_commune=add(tramkak, kind.COMMUNE, code="210901", name_km="អង្គតាសោម"),
        puok_cluster=puok_cluster,
        tramkak_cluster=tramkak_cluster,
        puok_school=add(puok_cluster, kind.SCHOOL, code="17070100001", name_km="សាលាផ្កាឈូក"),
        puok_school2=add(puok_cluster, kind.SCHOOL, code="17070100002", name_km="សាលាផ្កាម្លិះ"),
        tramkak_school=add(tramkak_cluster, kind.SCHOOL, code="21090100001", name_km="សាលាដើមត្នោត"),
        tramkak_school2=add(tramkak_cluster, kind.SCHOOL, code="21090100002", name_km="សាលាដើមពោធិ៍"),
    )


def make_user(role: Role | None = None, place: Place | None = None, **fields) -> User:
    """A person with one role since a month ago; at a school, they also work there."""
    if place is not None and place.kind == PlaceKind.SCHOOL:
        fields.setdefault("school", place)
    user = UserFactory(**fields)
    if role is not None:
        RoleAssignmentFactory(user=user, role=role, place=place)
    return user


def make_superuser(**fields) -> User:
    return UserFactory(is_superuser=True, is_staff=True, **fields)
