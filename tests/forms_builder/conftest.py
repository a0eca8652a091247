"""What several tests of forms begin with."""

from __future__ import annotations

import pytest

from people.actions.prepare_groups import prepare_groups
from people.choices import Role
from tests.factories import make_user
from tests.forms_builder.samples import locale


@pytest.fixture
def content(client):
    """A browser with a content admin signed in."""
    locale("km"), locale("en")
    prepare_groups()
    client.force_login(make_user(Role.CONTENT_ADMIN, username="content"))
    return client
