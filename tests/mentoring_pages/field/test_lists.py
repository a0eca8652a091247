"""Lists in steps are fetched once; schools only by people signed in."""

import pytest

from tests.factories import PlaceFactory, UserFactory
from tests.forms_builder.fields.test_cascading_choice import own_list

pytestmark = pytest.mark.django_db


def test_own_list_is_kept_for_ever_under_its_hash(client):
    content = own_list().content
    response = client.get(f"/m/lists/{content.pk}/")
    assert response.json() == content.content
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize("key", ["nothing", "places-nowhere", "a" * 64])
def test_unknown_list_is_not_found(client, key):
    assert client.get(f"/m/lists/{key}/").status_code == 404


def test_places_are_a_tree_and_schools_are_for_people_signed_in(client):
    province = PlaceFactory.create(kind="PROVINCE", code="17", name_km="សៀមរាប")
    district = PlaceFactory.create(kind="DISTRICT", code="1710", name_km="ពួក", parent=province)
    commune = PlaceFactory.create(kind="COMMUNE", code="171001", name_km="ពួក", parent=district)
    PlaceFactory.create(kind="SCHOOL", code="S1", name_km="បឋមសិក្សាពួក", parent=commune)
    nodes = client.get("/m/lists/places-district/").json()["nodes"]
    assert [node[:4] for node in nodes] == [[0, -1, "17", "សៀមរាប"], [1, 0, "1710", "ពួក"]]
    assert client.get("/m/lists/places-school/").status_code == 404
    client.force_login(UserFactory(), backend="people.backends.NameMailPhoneBackend")
    nodes = client.get("/m/lists/places-school/").json()["nodes"]
    assert nodes[2][:4] == [2, 1, "S1", "បឋមសិក្សាពួក"]


def test_list_of_places_takes_one_query(client, django_assert_num_queries):
    for number in range(3):
        PlaceFactory.create(kind="PROVINCE", code=f"9{number}", name_km=f"ខេត្ត {number}")
    with django_assert_num_queries(1):
        client.get("/m/lists/places-district/")
