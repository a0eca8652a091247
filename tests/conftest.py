"""Fixtures that every folder of tests may use."""

import pytest

from tests import system as newcomer
from tests.databases import empty_database


@pytest.fixture(scope="session")
def system(tmp_path_factory):
    """The whole system with its demonstration, web and worker, as `./run` starts it.

    Tests that use it carry `pytest.mark.xdist_group("system")`, so that it starts only once.
    """
    folder = tmp_path_factory.mktemp("system")
    with empty_database(folder) as database:
        running = newcomer.start(folder / "data", database, folder / "run.log")
        yield running
        assert newcomer.stop(running) == 0, running.printed()
