import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from people.actions.prepare_groups import prepare_groups
from tests.factories import make_places


@pytest.fixture
def places(db):
    return make_places()


@pytest.fixture
def groups(db):
    prepare_groups()
    assert Page.objects.filter(depth=1).exists()
    return Group.objects.all()


@pytest.fixture
def sign_in(client):
    """Sign a person in, past the password, and return the client."""

    def _sign_in(user):
        client.force_login(user, backend="people.backends.NameMailPhoneBackend")
        return client

    return _sign_in


@pytest.fixture
def heard():
    """`heard(signal)` returns the list of what the signal tells during the test."""
    connected = []

    def _heard(signal):
        told = []

        def receiver(**kwargs):
            told.append(kwargs)

        signal.connect(receiver)
        connected.append((signal, receiver))
        return told

    yield _heard
    for signal, receiver in connected:
        signal.disconnect(receiver)
