"""Journeys: several people at their browsers on one running system, with nothing replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.person import Person, Program


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items) -> None:
    """One process runs all that use the running system, and starts it once."""
    folder = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(folder):
            item.add_marker(pytest.mark.xdist_group("system"))


@pytest.fixture(scope="module")
def people(browser, system) -> Iterator[Callable[..., Person]]:
    """Makes people at browsers: `people("mentor", phone=True)` has signed in, `people()` has not.

    Afterwards no script may have failed on any page, and no server error been answered.
    """
    made: list[Person] = []

    def make(username: str = "", *, phone: bool = False, password: str = "") -> Person:
        person = Person(browser, system, phone=phone)
        made.append(person)
        if username:
            person.sign_in(username, password or system.password)
        return person

    yield make
    faults = [fault for person in made for fault in person.faults]
    for person in made:
        person.context.close()
    assert faults == []


@pytest.fixture(scope="session")
def program(system) -> Callable[[str], Program]:
    """Makes programs with the token that `./run manage token` prints for a person, "" for none."""
    made: dict[str, Program] = {"": Program(system, "no-such-token")}

    def make(username: str) -> Program:
        if username not in made:
            made[username] = Program(system, system.manage("token", username).split()[-1])
        return made[username]

    return make
