import pytest

from tests.factories_mentoring import World, make_relationship, make_session, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def relationship(world):
    return make_relationship(world)


@pytest.fixture
def session(world, relationship):
    """Planned for yesterday."""
    return make_session(world, relationship)
