"""`./run manage token USERNAME`."""

import pytest
from django.core.management import CommandError, call_command
from knox.models import get_token_model
from wagtail.models import ModelLogEntry

from people.choices import Role
from tests.api.client import ApiClient, problem
from tests.factories import make_user


def printed(capsys, *arguments: str) -> str:
    call_command("token", *arguments)
    return capsys.readouterr().out.strip()


@pytest.fixture
def person(db):
    return make_user(Role.CONTENT_ADMIN, username="ដារ៉ា.api")


def test_token_command_prints_a_token_that_works(person, capsys):
    token = printed(capsys, "ដារ៉ា.api")
    client = ApiClient()
    client.headers["Authorization"] = f"Token {token}"
    assert client.get("me/").json()["id"] == person.pk


def test_token_is_stored_hashed_and_logged(person, capsys):
    token = printed(capsys, person.username)
    stored = get_token_model().objects.get(user=person)
    assert token not in (stored.digest, stored.token_key)
    assert (
        ModelLogEntry.objects.filter(action="api.issue_token", object_id=str(person.pk)).count()
        == 1
    )


def test_token_command_ends_every_token(person, capsys):
    clients = [ApiClient(person), ApiClient(person)]
    assert printed(capsys, person.username, "--end") == "Ended: 2"
    for client in clients:
        problem(client.get("me/"), 401)
    assert printed(capsys, person.username, "--end") == "Ended: 0"


def test_token_command_knows_no_such_person(db):
    with pytest.raises(CommandError, match="no account"):
        call_command("token", "គ្មាននរណា")


def test_token_command_refuses_a_closed_account(person):
    person.is_active = False
    person.save()
    with pytest.raises(CommandError):
        call_command("token", person.username)
    assert not get_token_model().objects.exists()


def test_token_command_stops_at_the_limit(person, capsys):
    for _ in range(20):
        printed(capsys, person.username)
    with pytest.raises(CommandError, match="២០"):
        call_command("token", person.username)
    assert get_token_model().objects.count() == 20
