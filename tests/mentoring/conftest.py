import pytest

from people.choices import Role
from tests.factories import make_user
from tests.factories_mentoring import (
    World,
    make_group,
    make_meeting,
    make_relationship,
    make_session,
    make_world,
)


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


@pytest.fixture
def circle(world):
    return make_group(world)


@pytest.fixture
def teacher(world):
    """A second teacher of our district, in no group."""
    return make_user(Role.MENTEE, world.places.puok_school, last_name="ឡុង")


@pytest.fixture
def meeting(world, circle):
    """Planned for yesterday."""
    return make_meeting(circle, by=world.mentor)
