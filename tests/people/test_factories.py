import pytest

from people.choices import Role
from people.models import Place, User
from tests.factories import make_places, make_user

pytestmark = pytest.mark.django_db


def test_factories_make_two_districts_that_do_not_see_each_other():
    places = make_places()
    ours = make_user(Role.MENTEE, places.puok_school)
    theirs = make_user(Role.MENTEE, places.tramkak_school)
    coordinator = make_user(Role.COORDINATOR, places.puok)
    assert set(User.objects.visible_to(coordinator)) == {ours, coordinator}
    assert theirs.profile.school == places.tramkak_school
    assert places.puok_school in Place.objects.visible_to(coordinator)
    assert places.tramkak_school not in Place.objects.visible_to(coordinator)
