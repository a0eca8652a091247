"""A real browser on a real server, with a database of its own for every test.

The database is a copy of the migrated one, so that the server's threads see what a test commits
and nothing of it stays behind.
"""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.browser.phone import LiveSystem, Phone


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items) -> None:
    """Every test of this folder is a browser test; one process runs them all."""
    folder = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(folder):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.once)
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker, tmp_path):
    """In place of pytest-django's transaction, which a server's threads could not look into."""
    settings = connection.settings_dict
    original = settings["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        if connection.vendor == "sqlite":
            settings["NAME"] = str(tmp_path / "browser.sqlite3")
            with (
                closing(sqlite3.connect(original)) as source,
                closing(sqlite3.connect(settings["NAME"])) as copy,
            ):
                source.backup(copy)
        else:
            settings["NAME"] = f"browser_{uuid.uuid4().hex[:12]}"
            _run_apart(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{original}' AND pid <> pg_backend_pid()"
            )
            _run_apart(f'CREATE DATABASE "{settings["NAME"]}" TEMPLATE "{original}"')
        yield
        connections.close_all()
        if connection.vendor != "sqlite":
            _run_apart(f'DROP DATABASE "{settings["NAME"]}" WITH (FORCE)')
        settings["NAME"] = original


@pytest.fixture
def own_database(_django_db_helper):
    """The copy of the migrated database that this test works on."""


def _run_apart(statement: str) -> None:
    """Run a statement that no database may be open for."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def live(own_database):
    """The system on its own address; see `LiveSystem.faults`."""
    running = LiveSystem()
    yield running
    running.stop()


@pytest.fixture
def phones(browser, live):
    """Makes phones: `phones()` is a new one, with nothing in its memory."""
    made: list[Phone] = []

    def make(**options) -> Phone:
        made.append(Phone(browser, live, **options))
        return made[-1]

    yield make
    for phone in made:
        phone.close()


@pytest.fixture
def phone(phones) -> Phone:
    """A phone of 360 by 740 points."""
    return phones()


@pytest.fixture
def scene(own_database):
    """A mentor, a teacher, and a visit today with its form."""
    from tests.browser.scene import make_scene

    return make_scene()
