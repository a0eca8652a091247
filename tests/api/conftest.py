"""The API as another program meets it: tokens, and the world of mentoring."""

from __future__ import annotations

import pytest

from tests.api.client import ApiClient
from tests.factories import make_superuser
from tests.factories_mentoring import World, make_relationship, make_session, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def relationship(world):
    return make_relationship(world)


@pytest.fixture
def session(world, relationship):
    return make_session(world, relationship)


@pytest.fixture
def mentor(world) -> ApiClient:
    return ApiClient(world.mentor)


@pytest.fixture
def anyone(db) -> ApiClient:
    """Sees everything there is; for what does not depend on who asks."""
    return ApiClient(make_superuser())


@pytest.fixture
def nobody() -> ApiClient:
    return ApiClient()
