"""Lists cost the same queries for one row and for three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.choices import Role
from tests.factories import make_user
from tests.factories_mentoring import (
    make_relationship,
    make_released_session,
    make_session,
)


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def grow(world, relationship) -> None:
    """Two more of everything: teachers, coming visits, letters with their steps."""
    for name in ("ពៅ", "មុំ"):
        mentee = make_user(Role.MENTEE, world.places.puok_school2, last_name=name)
        other = make_relationship(world, mentee=mentee)
        make_session(world, other, offset=3)
    for offset in (-4, -6):
        make_released_session(world, relationship, offset=offset)
        make_session(world, relationship, offset=-offset)


@pytest.mark.parametrize("who", ["mentor", "mentee"])
@pytest.mark.parametrize("name", ["today", "visits", "notices"])
def test_list_costs_the_same_for_one_row_and_three(signed_in, world, relationship, who, name):
    make_released_session(world, relationship)
    make_session(world, relationship, offset=2)
    client, page = signed_in(getattr(world, who)), reverse(f"field:{name}")
    before = queries(client, page)
    grow(world, relationship)
    assert queries(signed_in(getattr(world, who)), page) == before


def test_growth_costs_the_same_for_one_letter_and_three(signed_in, world, relationship):
    make_released_session(world, relationship)
    client = signed_in(world.mentee)
    before = queries(client, reverse("field:growth"))
    grow(world, relationship)
    assert queries(client, reverse("field:growth")) == before


def test_person_costs_the_same_for_one_visit_and_three(signed_in, world, relationship):
    make_released_session(world, relationship)
    page = reverse("field:person", args=[world.mentee.pk])
    client = signed_in(world.mentor)
    before = queries(client, page)
    grow(world, relationship)
    assert queries(client, page) == before
