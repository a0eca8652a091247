import pytest

from tests.factories_groups import begin, make_circle, make_meeting, members_of
from tests.factories_mentoring import (
    World,
    fresh,
    make_relationship,
    make_session,
    make_world,
    observe,
)


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def relationship(world):
    return make_relationship(world)


@pytest.fixture
def session(world, relationship):
    """Planned for yesterday, not observed yet."""
    return make_session(world, relationship)


@pytest.fixture
def observed(world, session):
    """Observed; the teacher has not spoken yet."""
    observe(world, session)
    session.refresh_from_db()
    return session


@pytest.fixture
def signed_in(client):
    """`signed_in(user)` is a client of that person, as their next request sees them."""

    def sign_in(user):
        client.force_login(fresh(user))
        return client

    return sign_in


@pytest.fixture
def circle(world):
    return make_circle(world)


@pytest.fixture
def meeting(circle):
    """Planned for yesterday, not begun."""
    return make_meeting(circle)


@pytest.fixture
def begun(meeting):
    return begin(meeting)


@pytest.fixture
def colleague(circle):
    """A member besides the world's mentee."""
    return members_of(circle)[1]
