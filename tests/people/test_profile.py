import pytest
from django.db import IntegrityError, transaction

from people.choices import Role
from people.models import Expertise, Place, Profile
from tests.factories import UserFactory, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("capacity", [-1, 51])
def test_database_refuses_a_capacity_out_of_range(capacity):
    profile = UserFactory().profile
    profile.capacity = capacity
    with pytest.raises(IntegrityError), transaction.atomic():
        profile.save()


@pytest.mark.parametrize("level", [0, 6])
def test_database_refuses_a_level_of_expertise_out_of_range(level):
    with pytest.raises(IntegrityError), transaction.atomic():
        Expertise.objects.create(profile=UserFactory().profile, area_code="reading", level=level)


def test_database_keeps_one_level_for_each_area():
    profile = UserFactory().profile
    Expertise.objects.create(profile=profile, area_code="reading", level=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Expertise.objects.create(profile=profile, area_code="reading", level=3)


def test_database_keeps_one_place_for_each_kind_and_code(places):
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.add_root(kind="SCHOOL", code=places.puok_school.code, name_km="សាលា")


def test_profiles_are_seen_with_the_person(places):
    coordinator = make_user(Role.COORDINATOR, places.puok)
    own = make_user(Role.MENTEE, places.puok_school)
    make_user(Role.MENTEE, places.tramkak_school)
    assert {p.user for p in Profile.objects.visible_to(coordinator)} == {own, coordinator}
