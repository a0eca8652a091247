"""Fixtures that every folder of tests may use."""

import os

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


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium for all browser tests of this process: Playwright runs once in each."""
    from tests.browser.phone import ARGUMENTS, CHROMIUM, PATIENCE

    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is missing: `apt-get install chromium` brings the browser tests in."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import expect, sync_playwright

    # Playwright's loop runs in this thread; the ORM of the test is used beside it, not within.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
